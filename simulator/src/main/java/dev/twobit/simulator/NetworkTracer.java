package dev.twobit.simulator;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig.Overlap;
import dev.twobit.network.InvalidInputException;
import dev.twobit.simulator.engine.EngineTrace;
import dev.twobit.simulator.trace.LayerTrace;
import dev.twobit.simulator.trace.NetworkTrace;
import dev.twobit.simulator.trace.TracedLayer;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Times chosen layers of a simulated network once more, to see what each unit did when. */
public final class NetworkTracer {
  private NetworkTracer() {}

  /**
   * @param chosen indices of the layers to look into
   * @param mostSpansPerUnit of one layer, an even number: in longer ones neighbouring kernel groups
   *     are seen as one
   * @throws InvalidInputException if the accelerator's memory has no timeline
   */
  public static NetworkTrace trace(
      NetworkSimulation simulation, Set<Integer> chosen, int mostSpansPerUnit) {
    HardwareConfig hardware = simulation.hardware();
    requireTimeline(hardware);
    List<TracedLayer> layers = new ArrayList<>();
    long begin = 0;
    for (int i = 0; i < simulation.layers().size(); i++) {
      LayerSimulation layer = simulation.layers().get(i);
      LayerTrace firstRun =
          chosen.contains(i) ? checked(layer, hardware, mostSpansPerUnit) : LayerTrace.NONE;
      layers.add(
          new TracedLayer(
              layer.workload().name(),
              layer.workload().operator(),
              begin,
              layer.batchCycles(),
              layer.batchActivity(),
              layer.runs(),
              layer.timing().mapping(),
              firstRun));
      begin += layer.latencyCycles();
    }
    return new NetworkTrace(
        simulation.networkName(),
        hardware.name(),
        hardware.clockMegahertz(),
        simulation.batch(),
        hardware.buffer().capacityBytes(),
        hardware.memory().bandwidthBytesPerCycle(),
        layers);
  }

  /** An error naming the key if the accelerator's memory is counted without a timeline. */
  public static void requireTimeline(HardwareConfig hardware) {
    if (hardware.memory().overlap() == Overlap.SPREADSHEET) {
      throw new InvalidInputException(
          hardware.name()
              + ": memory.overlap: found spreadsheet, which has sums and no timeline; expected rtl"
              + " for a trace");
    }
  }

  private static LayerTrace checked(LayerSimulation layer, HardwareConfig hardware, int mostSpans) {
    LayerTrace trace = trace(layer.workload(), hardware, mostSpans);
    long simulated = layer.timing().cycles().total();
    if (trace.cycles() != simulated) {
      throw new IllegalStateException(
          "%s: traced %d cycles, simulated %d"
              .formatted(layer.workload().name(), trace.cycles(), simulated));
    }
    return trace;
  }

  /** One step, cold, as {@link Simulator#simulateLayer} times it. */
  public static LayerTrace trace(LayerWorkload workload, HardwareConfig hardware, int mostSpans) {
    if (workload instanceof LayerWorkload.Convolution c) {
      int atOnce = GroupPacking.groupsAtOnce(c, hardware);
      if (atOnce > 1) {
        return EngineTrace.of(GroupPacking.of(c, atOnce).convolution(), hardware, mostSpans);
      }
    }
    return EngineTrace.of(workload, hardware, mostSpans);
  }
}
