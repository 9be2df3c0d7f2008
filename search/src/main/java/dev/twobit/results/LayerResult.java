package dev.twobit.results;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.Bottleneck;
import dev.twobit.simulator.BottleneckAnalysis;
import dev.twobit.simulator.LayerSimulation;
import dev.twobit.simulator.energy.EnergyBreakdown;
import dev.twobit.simulator.workload.Activity;
import dev.twobit.simulator.workload.CycleBreakdown;
import dev.twobit.simulator.workload.FeatureMap;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.Comparator;
import java.util.Optional;

/**
 * One simulated layer, all images of the batch.
 *
 * @param shape input and output, channels x height x width
 * @param precision weight bits x activation bits; bits of operands for steps without weights
 * @param macs at operand precision; 0 for steps of the post-processor alone
 * @param mapping how the layer was mapped, in a few words
 * @param latencyCycles sum of {@code cycles}
 * @param macUtilization useful native products over native MAC slots, 0..1
 * @param rowTiles parts the output was split into because operands did not fit
 * @param roofline absent for steps without MACs
 * @param bottleneck what most of its clocks are spent on, and why; absent in results written before
 *     it was
 * @param parameterBytes stored of what the post-processor makes codes with, thresholds or
 *     multipliers, shifts and offsets; absent in results written before they were
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // absent in JSON
public record LayerResult(
    String name,
    String operator,
    String shape,
    String precision,
    long macs,
    String mapping,
    long latencyCycles,
    CycleBreakdown cycles,
    double macUtilization,
    int rowTiles,
    Activity activity,
    EnergyBreakdown energy,
    Optional<RooflinePoint> roofline,
    Optional<Bottleneck> bottleneck,
    Optional<Long> parameterBytes) {

  /**
   * Position in the roofline.
   *
   * @param operationalIntensityMacsPerByte MACs over external bytes of the busier direction
   */
  public record RooflinePoint(
      double operationalIntensityMacsPerByte, double attainedMacsPerCycle) {}

  public static LayerResult of(LayerSimulation layer, HardwareConfig hardware) {
    LayerWorkload workload = layer.workload();
    return new LayerResult(
        workload.name(),
        workload.operator(),
        shape(workload),
        workload.precision(),
        layer.batchMacs(),
        layer.timing().mapping(),
        layer.latencyCycles(),
        layer.batchCycles(),
        layer.timing().macUtilization(),
        layer.timing().rowTiles(),
        layer.batchActivity(),
        layer.batchEnergy(),
        Roofline.point(layer),
        Optional.of(BottleneckAnalysis.of(layer, hardware)),
        Optional.of(workload.parameterBytes()));
  }

  private static String shape(LayerWorkload workload) {
    if (workload instanceof LayerWorkload.Convolution c) {
      return c.inputChannels()
          + "x"
          + c.inputHeight()
          + "x"
          + c.inputWidth()
          + " → "
          + c.outputChannels()
          + "x"
          + c.outputHeight()
          + "x"
          + c.outputWidth();
    }
    LayerWorkload.PostProcessing p = (LayerWorkload.PostProcessing) workload;
    // Of several operands that differ, the largest: the order in which they stand says nothing.
    FeatureMap in =
        p.operands().stream()
            .map(LayerWorkload.Operand::map)
            .max(Comparator.comparingLong(FeatureMap::elements))
            .orElse(p.ofmap());
    return shape(in) + " → " + shape(p.ofmap());
  }

  private static String shape(FeatureMap map) {
    return map.channels() + "x" + map.height() + "x" + map.width();
  }
}
