package dev.twobit.search.cost;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.BufferUse;
import dev.twobit.simulator.LayerSimulation;
import dev.twobit.simulator.Simulator;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Layers on one accelerator, each shape simulated once; for any number of threads. */
final class WorkloadCosts {
  /** Clocks and energy of one layer with cold boundaries. */
  record Figures(long cycles, double picojoules) {}

  private final HardwareConfig hardware;
  private final Map<LayerWorkload, Figures> figures = new ConcurrentHashMap<>();
  private final Map<LayerWorkload, Long> bufferBytes = new ConcurrentHashMap<>();

  WorkloadCosts(HardwareConfig hardware) {
    this.hardware = hardware;
  }

  Figures figures(LayerWorkload workload) {
    return figures.computeIfAbsent(
        workload.named(""),
        w -> {
          LayerSimulation layer = Simulator.simulateLayer(w, hardware);
          return new Figures(layer.latencyCycles(), layer.energy().totalPicojoules());
        });
  }

  long bufferBytes(LayerWorkload workload) {
    return bufferBytes.computeIfAbsent(workload.named(""), w -> BufferUse.bytes(w, hardware));
  }

  /** Shapes simulated so far. */
  int size() {
    return figures.size();
  }
}
