package dev.twobit.onnx;

import dev.twobit.network.Layer;
import dev.twobit.onnx.NetworkQuantization.Activations;
import java.util.List;
import java.util.Optional;

/**
 * The form that quantized operands keep behind an operator that only moves or chooses values: its
 * result, quantized once more so, stays the same.
 */
public final class KeptForm {
  private KeptForm() {}

  /**
   * @param read forms of the layer's operands, one each
   * @return empty if it computes other values, its operands differ in their forms, or it pads with
   *     a value that is none of them
   */
  public static Optional<Activations> behind(Layer layer, List<Activations> read) {
    return read.stream()
        .findFirst()
        .filter(form -> layer.keepsValues() && read.stream().allMatch(form::equals))
        .filter(form -> layer.asPad().map(pad -> form.holds((float) pad.value())).orElse(true));
  }
}
