package dev.twobit.search.bits;

import dev.twobit.network.Network;
import dev.twobit.network.WeightTensor;
import dev.twobit.training.Initializer;
import java.util.HashMap;
import java.util.Map;

/** A network whose best bits are known. */
final class PlantedWeights {
  private PlantedWeights() {}

  /**
   * Fresh weights; of all inner layers but one as many at each level of two bits, which SAWB keeps
   * at two bits but for their scale.
   *
   * @param normal the layer whose weights are of a normal distribution
   */
  static Network of(Network structure, String normal) {
    Network fresh = Initializer.initialize(structure, 3);
    Map<String, WeightTensor> weights = new HashMap<>();
    for (String key : fresh.parameters().keys()) {
      if (key.matches("mid[0-9]+\\.weight") && !key.equals(normal + ".weight")) {
        WeightTensor own = fresh.parameters().get(key);
        float[] levels = own.values().clone();
        for (int i = 0; i < levels.length; i++) {
          levels[i] = Math.copySign(i / 2 % 2 == 0 ? 0.3f : 0.1f, levels[i]);
        }
        weights.put(key, new WeightTensor(own.shape(), levels));
      }
    }
    return fresh.withParameters(fresh.parameters().with(weights));
  }
}
