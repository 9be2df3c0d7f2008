package dev.twobit.simulator;

import dev.twobit.network.Layer;
import java.util.List;

/**
 * A network as an accelerator runs it.
 *
 * @param steps in order
 * @param elided layers that move data and take no step: addresses say what they do, or what
 *     fetches; in order
 */
record LoweredNetwork(List<LoweredLayer> steps, List<Layer> elided) {
  LoweredNetwork {
    steps = List.copyOf(steps);
    elided = List.copyOf(elided);
  }
}
