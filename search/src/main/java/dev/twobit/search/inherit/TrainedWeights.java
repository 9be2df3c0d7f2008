package dev.twobit.search.inherit;

import dev.twobit.network.Network;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.util.HashMap;
import java.util.Map;

/**
 * The trained network that a search's networks inherit from, and what it was measured for so far:
 * searches that share it measure once. May be used from any number of threads.
 */
public final class TrainedWeights {
  private final Network network;
  private final ImageDataset images;
  private final Normalization normalization;
  private final NewChannels newChannels;
  private final Map<Key, TrainedParent> parents = new HashMap<>();

  /** Candidates of units have no part in it, only what is a unit. */
  private record Key(Coupling coupling, QuantizationScheme scheme) {}

  /**
   * @param network with weights, batch normalization restored and calibrated
   * @param images of training
   * @param newChannels of wider networks
   */
  public TrainedWeights(
      Network network, ImageDataset images, Normalization normalization, NewChannels newChannels) {
    this.newChannels = newChannels;
    this.network = network;
    this.images = images;
    this.normalization = normalization;
  }

  /** Float32, with weights, batch normalization restored and calibrated. */
  public Network network() {
    return network;
  }

  /**
   * Call it outside of a step's pointer scope: it keeps leaves.
   *
   * @param space of the network, with any candidates
   */
  public synchronized TrainedParent parent(SearchSpace space, QuantizationScheme scheme) {
    return parents.computeIfAbsent(
        new Key(space.coupling(), scheme),
        key -> TrainedParent.of(space, network, scheme, images, normalization, newChannels));
  }
}
