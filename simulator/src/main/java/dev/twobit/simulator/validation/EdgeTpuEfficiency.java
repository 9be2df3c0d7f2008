package dev.twobit.simulator.validation;

import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.energy.EnergyBreakdown;
import dev.twobit.simulator.energy.EnergyModel;
import dev.twobit.simulator.engine.EventEngine;
import dev.twobit.simulator.engine.LayerTiming;
import dev.twobit.simulator.validation.ValidationReport.Comparison;
import dev.twobit.simulator.workload.LayerWorkload;

/**
 * Google's 2 TOPS a watt of the Edge TPU at its peak (coral.ai/docs/edgetpu/benchmarks: 4 TOPS, 0.5
 * W a TOPS), against a layer that fills the array. Google's is of the chip, of a node that is not
 * public; ours is of the array and its memories, with the file's energies as they are.
 *
 * @param teraOperationsPerWatt two operations a MAC
 * @param utilization of the layer's MACs, 1 at the peak
 * @param energy of a MAC, picojoules by part
 */
public record EdgeTpuEfficiency(
    String hardware, Comparison teraOperationsPerWatt, double utilization, EnergyBreakdown energy) {
  private static final String HARDWARE = "edge-tpu-w8a8";
  private static final double PUBLISHED = 2;
  private static final int CHANNELS = 1024;
  private static final int PIXELS = 28;
  private static final int OPERATIONS = 2;

  public static EdgeTpuEfficiency shipped() {
    HardwareConfig hardware = HardwareCatalog.load(HARDWARE);
    LayerWorkload.Convolution layer = FillingLayer.of(CHANNELS, PIXELS, 8);
    LayerTiming timing = EventEngine.simulate(layer, hardware);
    EnergyBreakdown all = EnergyModel.energy(layer, timing, hardware);
    double macs = layer.macs();
    EnergyBreakdown each =
        new EnergyBreakdown(
            all.macPicojoules() / macs,
            all.sramPicojoules() / macs,
            all.dramPicojoules() / macs,
            all.postProcessorPicojoules() / macs,
            all.leakagePicojoules() / macs);
    return new EdgeTpuEfficiency(
        HARDWARE,
        new Comparison(
            HARDWARE + " at its peak", 0, "TOPS/W", PUBLISHED, OPERATIONS / each.totalPicojoules()),
        timing.macUtilization(),
        each);
  }
}
