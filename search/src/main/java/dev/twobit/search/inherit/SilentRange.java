package dev.twobit.search.inherit;

import dev.twobit.quantization.ActivationQuantizer;
import dev.twobit.training.LayerQuantizers;
import dev.twobit.training.TrainableNetwork;
import java.util.HashMap;
import java.util.Map;

/**
 * Values that a layer reads as code 0 and whose gradient passes its quantizer: a channel that stays
 * within does not count, and learns.
 *
 * @param from at least 0
 * @param to at least {@code from}; equal where nothing but 0 is code 0
 */
public record SilentRange(double from, double to) {
  /** Standard deviations that a channel's values stay within of the middle. */
  private static final double DEVIATIONS = 16;

  /**
   * Those of a network's layers that read quantized, by layer, with its quantizers as they are now:
   * call it after they have got their ranges. A layer that is not named reads in float.
   */
  public static Map<String, SilentRange> of(TrainableNetwork network) {
    Map<String, SilentRange> ranges = new HashMap<>();
    LayerQuantizers quantizers = network.quantizers();
    quantizers.weights().keySet().forEach(layer -> ranges.put(layer, new SilentRange(0, 0)));
    quantizers.inputs().forEach((layer, quantizer) -> ranges.put(layer, of(quantizer)));
    quantizers
        .operands()
        .forEach(
            (layer, own) ->
                own.stream()
                    .map(SilentRange::of)
                    .reduce(SilentRange::and)
                    .ifPresent(range -> ranges.put(layer, range)));
    return ranges;
  }

  /** code = clip(round((x - offset) / spacing)): 0 up to half a spacing above the offset. */
  private static SilentRange of(ActivationQuantizer quantizer) {
    double offset = quantizer.offset();
    return new SilentRange(offset, offset + quantizer.spacing() / 2);
  }

  /** Values that are code 0 for both; where no gradient passes both, those that are. */
  SilentRange and(SilentRange other) {
    double least = Math.max(from, other.from);
    double most = Math.min(to, other.to);
    return new SilentRange(least < most ? least : 0, most);
  }

  /** What one code covers. */
  double spacing() {
    return 2 * (to - from);
  }

  /** Mean of a silent channel. */
  double shift() {
    return (from + to) / 2;
  }

  /** Deviation of a silent channel. */
  double scale() {
    return (to - from) / 2 / DEVIATIONS;
  }
}
