package dev.twobit.training;

import dev.twobit.network.Layer;
import dev.twobit.tensor.Torch;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** What the layers of a network read, for tests. */
public final class LayerInputs {
  private LayerInputs() {}

  /**
   * @param values in float, as they come
   * @param quantized as the layer computes with them
   * @param shape of both
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Read(float[] values, float[] quantized, long[] shape) {}

  /** By layer with weights, in order, in evaluation mode; the logits are under "". */
  public static Map<String, Read> of(TrainableNetwork network, float[] pixels, long... shape) {
    Map<String, Read> found = new LinkedHashMap<>();
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor logits =
          network.forward(
              Torch.tensor(pixels, shape),
              false,
              (layer, inputs) -> {
                if (layer.asWeighted().isPresent()) {
                  found.put(layer.name(), read(network, layer, inputs.get(0)));
                }
              });
      float[] values = Torch.floats(logits);
      found.put("", new Read(values, values, logits.sizes().vec().get()));
    }
    return found;
  }

  private static Read read(TrainableNetwork network, Layer layer, Tensor x) {
    Tensor quantized = network.quantizers().quantizedInput(layer.name(), x, false);
    return new Read(Torch.floats(x), Torch.floats(quantized), x.sizes().vec().get());
  }
}
