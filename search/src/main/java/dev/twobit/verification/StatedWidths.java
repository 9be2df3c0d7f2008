package dev.twobit.verification;

import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.Layer;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.NetworkQuantization.Weights;
import dev.twobit.onnx.read.QcdqFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The bits that a quantized file states, layer by layer, as they stand in it; unlike {@link
 * StatedPrecision} of files too that leave layers in float.
 *
 * @param layer its name
 * @param weighted whether it has weights
 * @param weightBits the fewest that hold its levels; 0 if it has none, or in float
 * @param weightSteps one, or one an output channel; 0 likewise
 * @param inputs forms of what it reads, an entry an operand; empty if it reads floats
 */
public record StatedWidths(
    String layer, boolean weighted, int weightBits, int weightSteps, List<Activations> inputs) {
  public StatedWidths {
    inputs = List.copyOf(inputs);
  }

  /** In network order; empty if the file quantizes nothing. */
  public static List<StatedWidths> of(QcdqFile file) {
    return file.isQuantized()
        ? file.network().layers().stream().map(layer -> of(layer, file)).toList()
        : List.of();
  }

  private static StatedWidths of(Layer layer, QcdqFile file) {
    Optional<Weights> weights =
        Optional.ofNullable(file.quantization().weights().get(layer.name()));
    return new StatedWidths(
        layer.name(),
        ConvolutionRoles.isWeighted(layer),
        weights.map(w -> WeightCodes.of(w.levels()).bits()).orElse(0),
        weights.map(w -> w.steps().size()).orElse(0),
        file.quantization().inputs().getOrDefault(layer.name(), List.of()));
  }

  /** Weights x activations, or the activations alone, such as 2x8 or 2+2; empty if all is float. */
  public String text() {
    String read =
        inputs.stream().map(f -> String.valueOf(f.bits())).collect(Collectors.joining("+"));
    if (!weighted) {
      return read;
    }
    return weightBits == 0 && read.isEmpty()
        ? ""
        : (weightBits == 0 ? "float" : weightBits) + "x" + (read.isEmpty() ? "float" : read);
  }

  /** The widths that layers with weights have, and how many have them, in network order. */
  public static String summary(List<StatedWidths> layers) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (StatedWidths layer : layers) {
      if (layer.weighted()) {
        counts.merge(layer.text().isEmpty() ? "float" : layer.text(), 1, Integer::sum);
      }
    }
    List<String> parts = new ArrayList<>();
    counts.forEach(
        (widths, count) ->
            parts.add(
                String.format(
                    Locale.ROOT, "%s (%,d layer%s)", widths, count, count == 1 ? "" : "s")));
    return parts.isEmpty() ? "" : "weights x activations " + String.join(", ", parts);
  }
}
