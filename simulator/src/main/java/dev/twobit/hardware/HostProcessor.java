package dev.twobit.hardware;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twobit.network.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The processor beside an accelerator, which runs what the array cannot, as its YAML file states
 * it.
 *
 * @param macsPerCycle products added up a clock
 * @param elementsPerCycle elements read or written a clock by operators without products
 * @param bandwidthMegabytesPerSecond of its memory, 10^6 bytes a second, both directions together
 * @param handoverMicroseconds before each operator
 * @param picojoulesPerCycle in the clocks of arithmetic; memory is charged as the accelerator's
 * @param sources where the figures come from, one line each
 */
public record HostProcessor(
    String name,
    String description,
    double clockMegahertz,
    double macsPerCycle,
    double elementsPerCycle,
    double bandwidthMegabytesPerSecond,
    double handoverMicroseconds,
    double picojoulesPerCycle,
    List<String> sources) {
  private static final String USUAL = "host.yaml";

  /** Nothing runs beside the accelerator. */
  public static final HostProcessor NONE =
      new HostProcessor("none", "", 0, 0, 0, 0, 0, 0, List.of());

  public HostProcessor {
    sources = List.copyOf(sources);
  }

  /** Whether there is one at all. */
  public boolean isPresent() {
    return clockMegahertz > 0;
  }

  /** The one that comes with twobit. */
  public static HostProcessor usual() {
    return parse(USUAL, usualText());
  }

  /** Its YAML, comments and all. */
  public static String usualText() {
    return HardwareCatalog.resource(USUAL);
  }

  /**
   * Throws {@link InvalidInputException} naming file, line, key, what was found and expected.
   *
   * @param file YAML, of the keys of the one that comes with twobit
   */
  public static HostProcessor read(Path file) {
    return parse(
        String.valueOf(file), HardwareLoader.text(file, "a host processor's YAML description"));
  }

  static HostProcessor parse(String file, String text) {
    HardwareLoader.Document document = HardwareLoader.document(file, text);
    new SchemaCheck(HardwareCatalog.resource("host-schema.json"))
        .require(file, document.root(), document.lines());
    HardwareLoader.requireSources(file, document.root(), document.lines());
    JsonNode root = document.root();
    List<String> sources = new ArrayList<>();
    root.get("sources")
        .fields()
        .forEachRemaining(s -> sources.add(s.getKey() + ": " + s.getValue().asText()));
    return new HostProcessor(
        root.get("name").asText(),
        root.get("description").asText(),
        HardwareLoader.real(root, "clockMegahertz"),
        HardwareLoader.real(root, "macsPerCycle"),
        HardwareLoader.real(root, "elementsPerCycle"),
        HardwareLoader.real(root, "bandwidthMegabytesPerSecond"),
        HardwareLoader.real(root, "handoverMicroseconds"),
        HardwareLoader.real(root, "picojoulesPerCycle"),
        sources);
  }
}
