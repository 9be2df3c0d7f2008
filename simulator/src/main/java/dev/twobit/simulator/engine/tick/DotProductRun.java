package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.Activity;
import dev.twobit.simulator.CycleBreakdown;
import dev.twobit.simulator.array.DotProductMapping;
import dev.twobit.simulator.array.KernelGroups;
import dev.twobit.simulator.array.RowBands;
import dev.twobit.simulator.array.RowBands.Band;
import dev.twobit.simulator.engine.LayerTiming;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.StoredTensors;
import java.util.ArrayList;
import java.util.List;

/** A convolution on the dot-product machine, band after band; of all ways to cut, the fastest. */
final class DotProductRun {
  private final LayerWorkload.Convolution layer;
  private final ArrayConfig.DotProduct array;
  private final HardwareConfig hardware;
  private final ConvolutionOperands operands;
  private final KernelGroups groups;

  private DotProductRun(
      LayerWorkload.Convolution layer,
      ArrayConfig.DotProduct array,
      HardwareConfig hardware,
      ConvolutionOperands operands) {
    this.layer = layer;
    this.array = array;
    this.hardware = hardware;
    this.operands = operands;
    this.groups = KernelGroups.of(layer, array.atomicKernels());
  }

  static TickRun simulate(
      LayerWorkload.Convolution layer,
      ArrayConfig.DotProduct array,
      HardwareConfig hardware,
      ConvolutionOperands operands) {
    DotProductRun run = of(layer, array, hardware, operands);
    List<RowBands> candidates = run.candidates();
    TickRun best = run.withBands(candidates.get(0));
    long clocks = best.clocks();
    for (RowBands bands : candidates.subList(1, candidates.size())) {
      TickRun other = run.withBands(bands);
      clocks += other.clocks();
      best = other.clocks() < best.clocks() ? other : best;
    }
    return new TickRun(best.timing(), best.outputs(), clocks);
  }

  /** As one launch of the hardware runs it: cut only if the buffer demands it. */
  static TickRun simulateUncut(
      LayerWorkload.Convolution layer,
      ArrayConfig.DotProduct array,
      HardwareConfig hardware,
      ConvolutionOperands operands) {
    DotProductRun run = of(layer, array, hardware, operands);
    return run.withBands(run.candidates().get(0));
  }

  private static DotProductRun of(
      LayerWorkload.Convolution layer,
      ArrayConfig.DotProduct array,
      HardwareConfig hardware,
      ConvolutionOperands operands) {
    if (array.accumulatorCredits() < 2 * array.atomicKernels()) {
      throw new IllegalArgumentException(
          "accumulatorCredits: found "
              + array.accumulatorCredits()
              + ", expected a full stripe, 2 x "
              + array.atomicKernels());
    }
    return new DotProductRun(layer, array, hardware, operands);
  }

  private List<RowBands> candidates() {
    return RowBands.candidates(layer, groups, hardware.buffer(), hardware.memory());
  }

  private TickRun withBands(RowBands bands) {
    List<int[]> outputs = new ArrayList<>();
    int size = layer.outputChannels() * layer.outputHeight() * layer.outputWidth();
    layer.outputBits().forEach(bits -> outputs.add(new int[size]));
    CycleBreakdown cycles = CycleBreakdown.ZERO;
    Activity activity = Activity.ZERO;
    boolean[] fetched = new boolean[layer.inputHeight()];
    long again = 0;
    WeightBuffer weights = weights(bands);
    for (Band band : bands.bands()) {
      if (band.weightsKept()) {
        weights.rewind();
      } else {
        weights = weights(bands);
      }
      DotProductMachine machine =
          new DotProductMachine(layer, band, array, hardware, groups, operands, weights, outputs);
      machine.run();
      cycles = cycles.plus(machine.cycles());
      activity = activity.plus(machine.activity());
      for (int row = band.firstInputRow(); row < band.pastInputRow(); row++) {
        again += fetched[row] ? 1 : 0;
        fetched[row] = true;
      }
    }
    long rowBytes =
        StoredTensors.cubeBytes(
            layer.inputChannels(), 1, layer.inputWidth(), layer.inputBits(), hardware.memory());
    Activity all = activity.plus(new Activity(0, 0, 0, 0, 0, again * rowBytes, 0, 0));
    long clocks = cycles.total();
    int count = bands.bands().size();
    LayerTiming timing =
        new LayerTiming(
            cycles,
            all,
            (double) (all.nativeMacs() + all.composedMacs()) / ((double) array.macUnits() * clocks),
            count,
            DotProductMapping.of(layer, array, hardware.precision())
                .describe(layer, array, hardware.precision(), count));
    return new TickRun(timing, outputs, clocks);
  }

  private WeightBuffer weights(RowBands bands) {
    return new WeightBuffer(layer, groups, operands, bands.weightCapacityBytes());
  }
}
