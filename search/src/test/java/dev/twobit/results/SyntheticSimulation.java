package dev.twobit.results;

import dev.twobit.hardware.AreaConfig;
import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.BufferConfig;
import dev.twobit.hardware.EnergyConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.HostLink;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.hardware.PostProcessorConfig;
import dev.twobit.hardware.PrecisionConfig;
import dev.twobit.network.Window;
import dev.twobit.simulator.LayerSimulation;
import dev.twobit.simulator.NetworkSimulation;
import dev.twobit.simulator.energy.EnergyBreakdown;
import dev.twobit.simulator.engine.LayerTiming;
import dev.twobit.simulator.workload.Activity;
import dev.twobit.simulator.workload.CycleBreakdown;
import dev.twobit.simulator.workload.FeatureMap;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.ArrayList;
import java.util.List;

/** Made-up simulations of plausible shape, for tests of what formats them. */
final class SyntheticSimulation {
  static final HardwareConfig HARDWARE =
      new HardwareConfig(
          new HardwareConfig.Label("test-8x48-w2a2", "invented array for tests"),
          new HardwareConfig.Core(
              1000,
              new ArrayConfig.DotProduct(
                  48, 8, 16, new ArrayConfig.Pipeline(1, 49, 44, 22, 37, 3, 27), false),
              new PrecisionConfig(
                  2,
                  2,
                  PrecisionConfig.Composition.TEMPORAL,
                  PrecisionConfig.Encoding.MID_RISE,
                  32)),
          new BufferConfig(32, 4096),
          new MemoryConfig(8, 2, 50, 8),
          new PostProcessorConfig(4, 4, 4),
          new HardwareConfig.Silicon(
              new EnergyConfig(
                  new EnergyConfig.Products(0.05, 0.06, 0.04),
                  new EnergyConfig.Traffic(0.5, 0.6, 20),
                  1,
                  new EnergyConfig.Leakage(5000, 6000, 10_000)),
              new AreaConfig(20, 25, 30, 1, 5e4, "")),
          HostLink.NONE,
          List.of("invented"));

  private SyntheticSimulation() {}

  /** Stem, {@code widths.size()} 3x3 layers whose planes shrink, pooling, classifier. */
  static NetworkSimulation of(String name, List<Integer> widths) {
    List<LayerSimulation> layers = new ArrayList<>();
    layers.add(convolution("conv1", 3, 16, 32, 3, 8));
    int input = 16;
    for (int i = 0; i < widths.size(); i++) {
      int stage = 3 * i / widths.size();
      String layer = "layer" + (stage + 1) + "." + i / 2 + ".conv" + (i % 2 + 1);
      layers.add(convolution(layer, input, widths.get(i), 32 >> stage, 3, 2));
      input = widths.get(i);
    }
    layers.add(pooling(input));
    layers.add(convolution("fc", input, 10, 1, 1, 8));
    return new NetworkSimulation(name, HARDWARE, layers);
  }

  private static LayerSimulation convolution(
      String name, int in, int out, int size, int kernel, int bits) {
    LayerWorkload.Convolution workload =
        new LayerWorkload.Convolution(
            name,
            size == 1 ? "FullyConnected" : "Convolution",
            new FeatureMap(in, size, size),
            new FeatureMap(out, size, size),
            new LayerWorkload.Kernels(Window.square(kernel, 1, kernel / 2), 1, bits),
            new LayerWorkload.Activations(bits, in == 3, List.of(2), List.of()));
    int products = HARDWARE.precision().productsPerMac(bits, bits);
    long active =
        (long) size * size * kernel * kernel * products * ((in + 47) / 48) * ((out + 7) / 8);
    long elements = (long) size * size * out;
    CycleBreakdown cycles =
        new CycleBreakdown(active, 120, elements / 5, 260 + 4L * in, elements / 9);
    long useful = workload.macs() * products;
    Activity activity =
        new Activity(
            bits == 2 ? useful : 0,
            bits == 2 ? 0 : useful,
            active * 14,
            elements / 2,
            workload.macs() / 900 + 600,
            60,
            elements * bits / 8,
            elements);
    double utilization = (double) useful / (HARDWARE.array().macUnits() * cycles.total());
    return new LayerSimulation(
        workload,
        new LayerTiming(cycles, activity, utilization, 1, "48 channels x 8 kernels"),
        energy(activity, cycles));
  }

  private static LayerSimulation pooling(int channels) {
    LayerWorkload.PostProcessing workload =
        new LayerWorkload.PostProcessing(
            "avgpool",
            "Pooling",
            LayerWorkload.PostOperation.POOLING,
            Window.square(8, 8, 0),
            List.of(new LayerWorkload.Operand(new FeatureMap(channels, 8, 8), 8, false)),
            new FeatureMap(channels, 1, 1),
            List.of(8));
    CycleBreakdown cycles = new CycleBreakdown(0, 0, 16L * channels, 90, 0);
    Activity activity = new Activity(0, 0, 0, 0, 64L * channels, 0, channels, 64L * channels);
    return new LayerSimulation(
        workload,
        new LayerTiming(cycles, activity, 0, 1, "post-processor"),
        energy(activity, cycles));
  }

  private static EnergyBreakdown energy(Activity a, CycleBreakdown cycles) {
    EnergyConfig e = HARDWARE.energy();
    return new EnergyBreakdown(
        a.nativeMacs() * e.products().macPicojoules()
            + a.composedMacs() * e.products().composedMacPicojoules(),
        a.sramReadBytes() * e.traffic().sramReadPicojoulesPerByte()
            + a.sramWriteBytes() * e.traffic().sramWritePicojoulesPerByte(),
        (a.dramReadBytes() + a.dramWriteBytes()) * e.traffic().dramPicojoulesPerByte(),
        a.postProcessorElements() * e.postProcessorPicojoulesPerElement(),
        cycles.total() * 2.0);
  }
}
