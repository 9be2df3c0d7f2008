package dev.twobit.search.supernet;

import dev.twobit.training.LayerQuantizers;
import java.util.Map;

/**
 * What holds for one pass of the super-net.
 *
 * @param choices by unit
 * @param sample channels that are computed, by unit
 * @param training with statistics of the batch
 * @param starts which quantizers' parameters start from this pass
 */
record SuperNetPass(
    Map<String, Choice> choices, Map<String, Integer> sample, boolean training, Starts starts) {
  /**
   * Whether parameters of quantizers start from a pass.
   *
   * @param inputs of layers with weights
   * @param operands of the residual path
   */
  record Starts(boolean inputs, boolean operands) {
    /** Of what a layer with weights reads: codes of both signs start as the residual path's do. */
    boolean ofInput(String layer, LayerQuantizers quantizers) {
      return inputs || operands && quantizers.isSigned(layer);
    }
  }
}
