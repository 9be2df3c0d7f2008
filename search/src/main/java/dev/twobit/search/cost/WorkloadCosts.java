package dev.twobit.search.cost;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.BufferUse;
import dev.twobit.simulator.LayerSimulation;
import dev.twobit.simulator.Simulator;
import dev.twobit.simulator.workload.LayerWorkload;

/** Steps on one accelerator, each shape simulated once; for any number of threads. */
final class WorkloadCosts {
  private static final int MOST_SHAPES = 1 << 18;

  private final HardwareConfig hardware;

  private record Shape(LayerWorkload workload, int runs) {}

  private final Remembered<Shape, KnownStep> steps = new Remembered<>(MOST_SHAPES);
  private final Remembered<LayerWorkload, Long> bufferBytes = new Remembered<>(MOST_SHAPES);
  private final StepPasses passes;

  WorkloadCosts(HardwareConfig hardware) {
    this.hardware = hardware;
    this.passes = new StepPasses(hardware);
  }

  /** One step that runs so often, with cold boundaries, whatever its name. */
  KnownStep step(LayerWorkload workload, int runs) {
    return steps.get(new Shape(workload.named(""), runs), this::simulated);
  }

  private KnownStep simulated(Shape shape) {
    LayerSimulation once = Simulator.simulateLayer(shape.workload, hardware);
    return new KnownStep(
        new LayerSimulation(once.workload(), once.timing(), once.energy(), shape.runs));
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
