package dev.twobit.hardware;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.InvalidInputsException;
import dev.twobit.settings.Document;
import dev.twobit.settings.Resources;
import dev.twobit.settings.SettingsReader;
import java.nio.file.Path;
import java.util.List;

/**
 * The processor beside an accelerator, which runs what the array cannot, as its YAML file states
 * it.
 *
 * @param picojoulesPerCycle in the clocks of arithmetic; memory is charged as the accelerator's
 * @param sources where the figures come from, one line each
 */
public record HostProcessor(
    @JsonUnwrapped HardwareConfig.Label label,
    double clockMegahertz,
    @JsonUnwrapped Speed speed,
    double picojoulesPerCycle,
    List<String> sources) {
  /**
   * How fast it is.
   *
   * @param macsPerCycle products added up a clock
   * @param elementsPerCycle elements read or written a clock by operators without products
   * @param bandwidthMegabytesPerSecond of its memory, 10^6 bytes a second, both directions together
   * @param handoverMicroseconds before each operator
   */
  public record Speed(
      double macsPerCycle,
      double elementsPerCycle,
      double bandwidthMegabytesPerSecond,
      double handoverMicroseconds) {}

  private static final String USUAL = "host.yaml";

  /** Made when the first file is read: most runs have no host. */
  private static final class Files {
    static final SettingsReader READER =
        new SettingsReader("hwconfigs/host-schema.json", "a host processor's YAML description");
  }

  /** Nothing runs beside the accelerator. */
  public static final HostProcessor NONE =
      new HostProcessor(
          new HardwareConfig.Label("none", ""), 0, new Speed(0, 0, 0, 0), 0, List.of());

  public HostProcessor {
    sources = List.copyOf(sources);
  }

  public String name() {
    return label.name();
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
    return Resources.text("hwconfigs/" + USUAL);
  }

  /**
   * Throws {@link InvalidInputException} naming file, line, key, what was found and expected.
   *
   * @param file YAML, of the keys of the one that comes with twobit
   */
  public static HostProcessor read(Path file) {
    return of(Files.READER.read(file));
  }

  static HostProcessor parse(String file, String text) {
    return of(Files.READER.parse(file, text));
  }

  private static HostProcessor of(Document document) {
    InvalidInputsException.throwAny(Figures.unknownSources(document));
    Document values = Figures.values(document);
    ObjectNode tree = values.tree();
    ArrayNode sources = tree.putArray("sources");
    Figures.sources(document).forEach(sources::add);
    return values.as(HostProcessor.class);
  }
}
