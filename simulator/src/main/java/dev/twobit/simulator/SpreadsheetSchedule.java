package dev.twobit.simulator;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.Network;
import dev.twobit.simulator.energy.EnergyModel;
import dev.twobit.simulator.engine.LayerTiming;
import dev.twobit.simulator.engine.SpreadsheetEngine;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.LayerWorkload.PostOperation;
import java.util.ArrayList;
import java.util.List;

/**
 * A network as NVIDIA's spreadsheet lists it: layer after layer, a pooling that alone reads a
 * convolution's output done in passing by it.
 */
final class SpreadsheetSchedule {
  private final Network network;
  private final HardwareConfig hardware;

  private SpreadsheetSchedule(Network network, HardwareConfig hardware) {
    this.network = network;
    this.hardware = hardware;
  }

  static List<LayerSimulation> simulate(
      Network network, List<LoweredLayer> steps, HardwareConfig hardware) {
    return new SpreadsheetSchedule(network, hardware).simulate(steps);
  }

  private List<LayerSimulation> simulate(List<LoweredLayer> steps) {
    List<LayerSimulation> layers = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      LayerWorkload workload = steps.get(i).workload();
      if (workload instanceof LayerWorkload.Convolution c
          && i + 1 < steps.size()
          && steps.get(i + 1).workload() instanceof LayerWorkload.PostProcessing next
          && isPoolingOf(steps.get(i), steps.get(i + 1), next)) {
        layers.add(layer(steps.get(i), SpreadsheetEngine.simulatePooled(c, next, hardware)));
        layers.add(layer(steps.get(i + 1), SpreadsheetEngine.fusedPooling(next)));
        i++;
      } else {
        layers.add(layer(steps.get(i), SpreadsheetEngine.simulate(workload, hardware)));
      }
    }
    return layers;
  }

  private boolean isPoolingOf(
      LoweredLayer before, LoweredLayer step, LayerWorkload.PostProcessing workload) {
    String tensor = before.outputTensor();
    return workload.operation() == PostOperation.POOLING
        && step.inputTensor().equals(tensor)
        && !network.outputs().contains(tensor)
        && network.consumers().getOrDefault(tensor, List.of()).size() == 1;
  }

  private LayerSimulation layer(LoweredLayer step, LayerTiming timing) {
    LayerWorkload workload = step.workload();
    return new LayerSimulation(
        workload, timing, EnergyModel.energy(workload, timing, hardware), step.runs());
  }
}
