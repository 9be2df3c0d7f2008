package dev.twobit.search.cost;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.BufferUse;
import dev.twobit.simulator.Simulator;
import dev.twobit.simulator.workload.LayerWorkload;

/** Steps on one accelerator, each shape simulated once; for any number of threads. */
final class WorkloadCosts {
  private static final int MOST_SHAPES = 1 << 18;

  private final HardwareConfig hardware;
  private final Remembered<LayerWorkload, KnownStep> steps = new Remembered<>(MOST_SHAPES);
  private final Remembered<LayerWorkload, Long> bufferBytes = new Remembered<>(MOST_SHAPES);
  private final StepPasses passes;

  WorkloadCosts(HardwareConfig hardware) {
    this.hardware = hardware;
    this.passes = new StepPasses(hardware);
  }

  /** One step with cold boundaries, whatever its name. */
  KnownStep step(LayerWorkload workload) {
    return steps.get(workload.named(""), w -> new KnownStep(Simulator.simulateLayer(w, hardware)));
  }

  long bufferBytes(LayerWorkload workload) {
    return bufferBytes.get(workload.named(""), w -> BufferUse.bytes(w, hardware));
  }

  /** Steps behind one another. */
  StepPasses passes() {
    return passes;
  }

  /** Shapes simulated so far. */
  int size() {
    return steps.size();
  }
}
