package dev.twobit.search.inherit;

import dev.twobit.network.TensorShape;
import dev.twobit.quantization.WeightQuantizer.IntegerWeights;
import dev.twobit.tensor.Torch;
import dev.twobit.training.TrainableNetwork;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * How far apart latent weights are at which the level changes, of every layer whose weights are
 * quantized. Of quantizers whose values are not as large as their latent weights (DoReFa) it is
 * what the least squares of one against the other say.
 */
final class LevelSpacing {
  private LevelSpacing() {}

  /** By layer, as the weights are now. */
  static Map<String, Double> of(TrainableNetwork network) {
    Map<String, Double> spacings = new HashMap<>();
    network
        .quantizers()
        .weights()
        .forEach(
            (layer, quantizer) -> {
              try (PointerScope scope = new PointerScope()) {
                Tensor latent = network.trainable().get(layer + ".weight");
                if (latent != null) {
                  TensorShape shape =
                      network.structure().parameters().get(layer + ".weight").shape();
                  IntegerWeights codes = quantizer.encode(latent, shape);
                  spacings.put(layer, spacing(codes, Torch.floats(latent)));
                }
              }
            });
    return spacings;
  }

  private static double spacing(IntegerWeights codes, float[] latent) {
    double product = 0;
    double squares = 0;
    for (int i = 0; i < latent.length; i++) {
      double value = (double) codes.levels()[i] * codes.step();
      product += latent[i] * value;
      squares += value * value;
    }
    double scale = squares > 0 && product > 0 ? product / squares : 0;
    return scale * codes.step() * (codes.midRise() ? 2 : 1);
  }
}
