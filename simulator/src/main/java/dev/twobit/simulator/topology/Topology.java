package dev.twobit.simulator.topology;

import dev.twobit.simulator.workload.LayerWorkload;
import java.util.List;

/**
 * Layers of a SCALE-Sim topology file, in its order.
 *
 * @param name of the file, without its extension
 */
public record Topology(String name, List<LayerWorkload.Convolution> layers) {
  public Topology {
    layers = List.copyOf(layers);
  }
}
