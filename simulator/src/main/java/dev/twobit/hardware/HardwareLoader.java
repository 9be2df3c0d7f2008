package dev.twobit.hardware;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.InvalidInputsException;
import dev.twobit.settings.Document;
import dev.twobit.settings.SchemaKey;
import dev.twobit.settings.SettingsReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** YAML to {@link HardwareConfig}; every figure is {@code {value, source}}. */
public final class HardwareLoader {
  private HardwareLoader() {}

  private static final SettingsReader READER =
      new SettingsReader("hwconfigs/schema.json", "an accelerator's YAML description");

  /**
   * Throws {@link InvalidInputException} naming file, line, key, what was found and expected. The
   * accelerator that it names to be held against is read too: a long run does not end on it.
   */
  public static HardwareConfig read(Path file) {
    HardwareConfig hardware = readAlone(file);
    try {
      SiliconComparison.requireSibling(hardware);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(file + ": 'area.equalSiliconAs': " + e.getMessage(), e);
    }
    return hardware;
  }

  /** Reads a file without the accelerator it names: two files may name each other. */
  static HardwareConfig readAlone(Path file) {
    return checked(document(file));
  }

  /**
   * @param file name for messages
   */
  static HardwareConfig parse(String file, String text) {
    return checked(document(file, text));
  }

  /** What a file says and where, with what it takes from others. */
  static Document document(Path file) {
    return document(file, List.of());
  }

  /** What a file says itself, not yet checked. */
  static Document own(Path file) {
    return READER.part(String.valueOf(file), READER.text(file));
  }

  /**
   * @param before files that extend this one
   */
  static Document document(Path file, List<Path> before) {
    return whole(own(file), before);
  }

  static Document document(String file, String text) {
    return whole(READER.part(file, text), List.of());
  }

  private static Document whole(Document own, List<Path> before) {
    Document whole = ExtendedHardware.whole(own, before);
    requireSchema(whole);
    return whole;
  }

  /** Sources are no matter of the schema, but are mended with what is. */
  private static void requireSchema(Document document) {
    List<InvalidInputException> problems = new ArrayList<>(READER.problems(document));
    problems.addAll(Figures.unknownSources(document));
    InvalidInputsException.throwAny(problems);
  }

  /** After its values were changed: against the schema and what it cannot say. */
  static HardwareConfig config(Document document) {
    requireSchema(document);
    return checked(document);
  }

  /** Every key that a file may have. */
  static List<SchemaKey> keys() {
    return READER.allKeys();
  }

  static String written(Path file) {
    return READER.text(file);
  }

  /** A file's text with what the schema says of each key in a comment above it. */
  static String annotated(String text) {
    return READER.annotated(text);
  }

  private static HardwareConfig checked(Document document) {
    HardwareRules.require(document);
    return config(document, Figures.values(document));
  }

  private static HardwareConfig config(Document document, Document values) {
    JsonNode tree = values.tree();
    return new HardwareConfig(
        new HardwareConfig.Label(tree.get("name").asText(), tree.get("description").asText()),
        new HardwareConfig.Core(
            tree.get("clockMegahertz").asDouble(),
            array(values),
            values.at("/precision", PrecisionConfig.class)),
        values.at("/buffer", BufferConfig.class),
        memory(values, tree.get("clockMegahertz").asDouble()),
        values.at("/postProcessor", PostProcessorConfig.class),
        new HardwareConfig.Silicon(
            values.at("/energy", EnergyConfig.class), values.at("/area", AreaConfig.class)),
        tree.has("hostLink") ? values.at("/hostLink", HostLink.class) : HostLink.NONE,
        Figures.sources(document));
  }

  private static MemoryConfig memory(Document values, double clockMegahertz) {
    ObjectNode memory = values.tree().withObject("/memory");
    if (!memory.has("dram")) {
      memory.putObject("dram").put("part", "ddr4-2400").put("busBits", 0);
    }
    MemoryConfig port = values.at("/memory", MemoryConfig.class);
    return port.dram().behind(port, clockMegahertz);
  }

  private static void put(ObjectNode handover, ArrayConfig.Handover clocks) {
    handover.put("dataOverCycles", clocks.dataOverCycles());
    handover.put("weightsOverCycles", clocks.weightsOverCycles());
    handover.put("turnCycles", clocks.turnCycles());
    handover.put("splitCycles", clocks.splitCycles());
    handover.put("bankCycles", clocks.bankCycles());
    handover.put("releaseCycles", clocks.releaseCycles());
  }

  private static ArrayConfig array(Document values) {
    ObjectNode array = values.tree().withObject("/array");
    // Keys of a style are not filled in by the schema, which depends on it.
    if (array.get("style").asText().equals("dot_product")) {
      if (!array.has("fetchGrain")) {
        array.put("fetchGrain", 1);
      }
      if (!array.has("handover")) {
        put(array.putObject("handover"), ArrayConfig.Handover.RTL);
      }
      return values.at("/array", ArrayConfig.DotProduct.class);
    }
    if (!array.has("groupPacking")) {
      array.put("groupPacking", "none");
    }
    return values.at("/array", ArrayConfig.Systolic.class);
  }
}
