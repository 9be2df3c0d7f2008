package dev.twobit.experiment.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.twobit.json.Yaml;
import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.precision.AskedBits;
import dev.twobit.precision.BitPlan;
import dev.twobit.precision.BitRule;
import dev.twobit.precision.BitRule.Part;
import dev.twobit.precision.Bits;
import dev.twobit.precision.UnknownLayersException;
import dev.twobit.settings.Document;
import dev.twobit.settings.SettingsReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Bits of layers as a YAML file: of the parts that they play, then of names and patterns. */
public final class PrecisionPlanFile {
  private static final String LAYERS = "layers";

  private static final SettingsReader READER =
      new SettingsReader("precision/schema.json", "a precision plan in YAML");

  private PrecisionPlanFile() {}

  /**
   * Throws a one-line error that names file, line and key, what was found and what was expected.
   */
  public static AskedBits read(Path file) {
    Document document = READER.read(file);
    List<BitRule> rules = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : document.tree().properties()) {
      if (!entry.getKey().equals(LAYERS)) {
        rules.add(rule(document, "/" + entry.getKey(), entry));
      }
    }
    for (Map.Entry<String, JsonNode> entry : document.tree().path(LAYERS).properties()) {
      BitRule rule = rule(document, pointer(entry.getKey()), entry);
      if (rule.isPart()) {
        throw document.problem(
            pointer(rule.layers()),
            "'layers' has '"
                + rule.layers()
                + "', a part that layers play; expected it as a key beside 'layers'");
      }
      rules.add(rule);
    }
    // What the file leaves open, options or the accelerator say.
    Optional<Bits> inner = last(rules, Part.INNER);
    Optional<Integer> residual = last(rules, Part.RESIDUAL).map(Bits::activations);
    return new AskedBits(
        inner,
        residual,
        rules.stream().filter(r -> !r.isOf(Part.INNER) && !r.isOf(Part.RESIDUAL)).toList());
  }

  /** The same error with file and line, if it is this file that names the layers. */
  public static InvalidInputException placed(Path file, UnknownLayersException e) {
    Document document = READER.read(file);
    return document.tree().path(LAYERS).has(e.layers())
        ? document.problem(pointer(e.layers()), String.valueOf(e.getMessage()))
        : e;
  }

  private static String pointer(String layers) {
    return "/" + LAYERS + "/" + layers;
  }

  private static Optional<Bits> last(List<BitRule> rules, Part part) {
    return rules.stream().filter(r -> r.isOf(part)).map(BitRule::bits).reduce((a, b) -> b);
  }

  private static BitRule rule(
      Document document, String pointer, Map.Entry<String, JsonNode> entry) {
    try {
      String value = entry.getValue().isValueNode() ? entry.getValue().asText() : "a list or keys";
      return BitRule.of("bits of", entry.getKey(), value);
    } catch (InvalidInputException e) {
      throw document.problem(pointer, String.valueOf(e.getMessage()));
    }
  }

  /**
   * A file that {@link #read} takes for the same plan, with every layer's part and bits as a
   * comment.
   */
  public static String text(Network network, BitPlan plan) {
    Map<String, Object> keys = new LinkedHashMap<>();
    for (Part part : Part.values()) {
      keys.put(
          part.text(), part == Part.RESIDUAL ? (Object) plan.residual() : value(plan.of(part)));
    }
    Map<String, Object> layers = new LinkedHashMap<>();
    for (BitRule rule : plan.rules()) {
      if (!rule.isPart()) {
        layers.remove(rule.layers()); // the last one counts, and where it stands
        layers.put(rule.layers(), value(rule.bits()));
      }
    }
    keys.put(LAYERS, layers);
    try {
      return "# Bits, weights x activations, 1 to 8. Of layers that several lines name, the last"
          + " counts; * is any text.\n"
          + Yaml.text(keys).replaceFirst("^---\\s*\n", "")
          + comment(network, plan);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write as YAML: " + e.getOriginalMessage(), e);
    }
  }

  private static Object value(Bits bits) {
    return bits.weights() == bits.activations() ? (Object) bits.weights() : bits.text();
  }

  private static String comment(Network network, BitPlan plan) {
    Map<String, ConvolutionRoles.Role> roles = ConvolutionRoles.of(network);
    Map<String, Bits> bits = plan.of(network);
    int widest = bits.keySet().stream().mapToInt(String::length).max().orElse(0);
    StringBuilder text = new StringBuilder("# " + line(network.name()) + ":\n");
    roles.forEach(
        (layer, role) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "#   %-" + Math.max(1, widest) + "s  %-8s  %s%n",
                    line(layer),
                    BitPlan.part(role).text(),
                    bits.getOrDefault(layer, plan.inner()).text())));
    return text.toString();
  }

  /** Names are of files: no line ends within a comment. */
  private static String line(String name) {
    return name.replaceAll("\\p{Cntrl}", "?");
  }
}
