package dev.twobit.simulator.engine;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig.Overlap;
import dev.twobit.simulator.array.KernelGroups;
import dev.twobit.simulator.array.ParameterBeats;
import dev.twobit.simulator.array.RowBands.Band;
import dev.twobit.simulator.array.SystolicMapping;
import dev.twobit.simulator.array.Tiling;
import dev.twobit.simulator.array.Tiling.Part;
import dev.twobit.simulator.array.WeightTiles;
import dev.twobit.simulator.trace.LayerTrace;
import dev.twobit.simulator.workload.CycleBreakdown;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.List;

/**
 * A layer timed once more by the event engine, operation after operation and without skipping what
 * is steady, to write down what each unit does.
 */
public final class EngineTrace {
  private EngineTrace() {}

  /**
   * One run of a workload, in the tiling that {@link EventEngine} takes.
   *
   * @param mostSpans of one unit, an even number; neighbours are joined beyond
   */
  public static LayerTrace of(LayerWorkload workload, HardwareConfig hardware, int mostSpans) {
    return workload instanceof LayerWorkload.PostProcessing step
        ? post(step, hardware, mostSpans)
        : of(
            (LayerWorkload.Convolution) workload,
            EventEngine.tiling((LayerWorkload.Convolution) workload, hardware),
            hardware,
            mostSpans);
  }

  /** One convolution, cut as given. */
  public static LayerTrace of(
      LayerWorkload.Convolution c, Tiling tiling, HardwareConfig hardware, int mostSpans) {
    requireTimeline(hardware);
    return hardware.array() instanceof ArrayConfig.DotProduct array
        ? dotProduct(c, tiling, array, hardware, mostSpans)
        : systolic(c, tiling, (ArrayConfig.Systolic) hardware.array(), hardware, mostSpans);
  }

  private static void requireTimeline(HardwareConfig hardware) {
    if (hardware.memory().overlap() == Overlap.SPREADSHEET) {
      throw new IllegalArgumentException("memory.overlap: spreadsheet has sums and no timeline");
    }
  }

  private static LayerTrace post(
      LayerWorkload.PostProcessing step, HardwareConfig hardware, int mostSpans) {
    requireTimeline(hardware);
    OperationRecorder recorder = new OperationRecorder(hardware.memory(), 0, mostSpans);
    recorder.begin(0, false);
    LayerTiming timing = PostProcessorEngine.simulate(step, hardware, recorder);
    recorder.finish(0, step.channels(), 0, step.outputHeight(), timing.cycles());
    return recorder.trace();
  }

  private static LayerTrace dotProduct(
      LayerWorkload.Convolution c,
      Tiling tiling,
      ArrayConfig.DotProduct array,
      HardwareConfig hardware,
      int mostSpans) {
    OperationRecorder recorder =
        new OperationRecorder(hardware.memory(), array.pipeline().firstMacDelayCycles(), mostSpans);
    List<Band> bands = tiling.rows().bands();
    for (Part part : tiling.parts(c)) {
      LayerWorkload.Convolution kernels = kernels(c, part);
      KernelGroups weights = KernelGroups.of(kernels, array.atomicKernels(), hardware.memory());
      for (int b = 0; b < bands.size(); b++) {
        Band band = bands.get(b);
        DotProductJob job =
            DotProductJob.of(
                kernels,
                array,
                hardware.memory(),
                weights,
                DotProductJob.operations(kernels, array, hardware.precision()),
                tiling.rows(),
                band);
        boolean kept = b + 1 < bands.size() && bands.get(b + 1).weightsKept();
        recorder.begin(band.weightsKept() ? weights.totalBytes() : 0, kept || band.weightsKept());
        ParameterBeats parameters = job.parameters(hardware);
        recorder.ahead(
            parameters.delayCycles(), parameters.ahead() * hardware.memory().beatBytes());
        CycleBreakdown cycles = DotProductBand.run(job, array, hardware, recorder);
        recorder.finish(part.first(), part.past(), band.firstRow(), band.pastRow(), cycles);
      }
    }
    return recorder.trace();
  }

  private static LayerTrace systolic(
      LayerWorkload.Convolution c,
      Tiling tiling,
      ArrayConfig.Systolic array,
      HardwareConfig hardware,
      int mostSpans) {
    OperationRecorder recorder = new OperationRecorder(hardware.memory(), 0, mostSpans);
    SystolicMapping mapping = SystolicMapping.of(c, array, hardware.precision());
    List<Band> bands = tiling.rows().bands();
    for (Part part : tiling.parts(c)) {
      LayerWorkload.Convolution kernels = kernels(c, part);
      WeightTiles tiles = WeightTiles.of(kernels, array.dataflow(), mapping, hardware.memory());
      SystolicTimeline timeline =
          new SystolicTimeline(kernels, array, hardware, mapping, tiles, tiling.rows());
      timeline.tell(recorder);
      recorder.begin(0, bands.size() > 1 && bands.get(1).weightsKept());
      CycleBreakdown cycles = timeline.run();
      recorder.finish(part.first(), part.past(), 0, c.outputHeight(), cycles);
    }
    return recorder.trace();
  }

  private static LayerWorkload.Convolution kernels(LayerWorkload.Convolution c, Part part) {
    return part.kernels() == c.outputChannels()
        ? c
        : c.withChannels(c.inputChannels(), part.kernels());
  }
}
