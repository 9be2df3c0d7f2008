package dev.twobit.training;

import dev.twobit.network.Layer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Tensor;

/** What libtorch could not compute, with the layer that asked for it and the shapes it read. */
public final class LayerFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private LayerFailure(String message, RuntimeException cause) {
    super(message, cause);
  }

  /**
   * @param inputs of the layer
   * @param thrown while it was computed; comes back as it is, unless it is libtorch's
   */
  public static RuntimeException of(Layer layer, List<Tensor> inputs, RuntimeException thrown) {
    if (thrown.getClass() != RuntimeException.class) { // JavaCPP has no class of its own
      return thrown;
    }
    String shapes =
        inputs.stream()
            .map(tensor -> tensor.isNull() ? "nothing" : shape(tensor))
            .collect(Collectors.joining(" and "));
    return new LayerFailure(
        "layer '" + layer.name() + "' reading " + shapes + ": " + thrown.getMessage(), thrown);
  }

  private static String shape(Tensor tensor) {
    return Arrays.stream(tensor.sizes().vec().get())
        .mapToObj(Long::toString)
        .collect(Collectors.joining("x"));
  }
}
