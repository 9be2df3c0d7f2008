package dev.twobit.simulator.engine;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.hardware.PostProcessorConfig;
import dev.twobit.simulator.Activity;
import dev.twobit.simulator.CycleBreakdown;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.StoredTensors;

/** Pooling, unfused adds and data movement: the slowest of throughput, reading and writing. */
final class PostProcessorEngine {
  private PostProcessorEngine() {}

  static LayerTiming simulate(LayerWorkload.PostProcessing step, HardwareConfig hardware) {
    MemoryConfig memory = hardware.memory();
    long inputs = (long) step.channels() * step.inputHeight() * step.inputWidth();
    long outputs = (long) step.channels() * step.outputHeight() * step.outputWidth();
    long elements = Math.max(inputs, outputs);
    long work = (elements + perCycle(step, hardware) - 1) / perCycle(step, hardware);
    long read =
        step.inputBits().stream()
            .mapToLong(
                b ->
                    StoredTensors.cubeBytes(
                        step.channels(), step.inputHeight(), step.inputWidth(), b, memory))
            .sum();
    long written =
        step.outputBits().stream()
            .mapToLong(
                b ->
                    StoredTensors.cubeBytes(
                        step.channels(), step.outputHeight(), step.outputWidth(), b, memory))
            .sum();
    long streaming = Math.max(memory.streamCycles(read), memory.streamCycles(written));
    CycleBreakdown cycles =
        new CycleBreakdown(0, 0, work, memory.readLatencyCycles(), Math.max(0, streaming - work));
    Activity activity = new Activity(0, 0, 0, 0, read, 0, written, elements);
    return new LayerTiming(cycles, activity, 0, 1, "post-processor");
  }

  private static int perCycle(LayerWorkload.PostProcessing step, HardwareConfig hardware) {
    PostProcessorConfig post = hardware.postProcessor();
    return switch (step.operation()) {
      case POOLING -> post.poolingElementsPerCycle();
      case ELEMENTWISE, COPY -> post.elementwiseElementsPerCycle();
    };
  }
}
