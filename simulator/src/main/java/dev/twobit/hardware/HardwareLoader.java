package dev.twobit.hardware;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twobit.io.Suggestion;
import dev.twobit.network.InvalidInputException;
import dev.twobit.settings.Document;
import dev.twobit.settings.SettingsReader;
import java.nio.file.Path;

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
    return checked(READER.read(file));
  }

  /**
   * @param file name for messages
   */
  static HardwareConfig parse(String file, String text) {
    return checked(READER.parse(file, text));
  }

  /** What a file says and where. */
  static Document document(Path file) {
    return READER.read(file);
  }

  static Document document(String file, String text) {
    return READER.parse(file, text);
  }

  /** After its values were changed: against the schema and what it cannot say. */
  static HardwareConfig config(Document document) {
    READER.require(document);
    return checked(document);
  }

  /** What the schema cannot say. */
  private static HardwareConfig checked(Document document) {
    Figures.requireSources(document);
    requireCredits(document);
    requireOverlapOfStyle(document);
    requireStyleOfCompression(document);
    requireDataflowOfPacking(document);
    requireSibling(document);
    return config(document, Figures.values(document));
  }

  /** A stripe holds a credit for each of its output positions, or never ends. */
  private static void requireCredits(Document document) {
    JsonNode array = document.tree().get("array");
    if (array.has("accumulatorCredits")) {
      int stripe = 2 * array.at("/atomicKernels/value").asInt();
      if (array.at("/accumulatorCredits/value").asInt() < stripe) {
        throw document.error(
            "/array/accumulatorCredits/value",
            "at least " + stripe + " (one stripe is 2 x atomicKernels output positions)");
      }
    }
  }

  /** NVIDIA's spreadsheet knows dot-product arrays only. */
  private static void requireOverlapOfStyle(Document document) {
    requireStyle(
        document,
        "/memory/overlap",
        "spreadsheet",
        "rtl",
        "the spreadsheet is of dot_product arrays");
  }

  private static void requireStyleOfCompression(Document document) {
    requireStyle(
        document,
        "/memory/weightCompression",
        "zero_mask",
        "none",
        "it is NVDLA's, of dot_product arrays");
  }

  private static void requireStyle(
      Document document, String pointer, String word, String otherwise, String why) {
    String style = document.tree().at("/array/style").asText();
    if (document.tree().at(pointer).asText().equals(word) && !style.equals("dot_product")) {
      throw instead(document, pointer, "array.style \"" + style + "\"", otherwise, why);
    }
  }

  private static void requireDataflowOfPacking(Document document) {
    String dataflow = document.tree().at("/array/dataflow").asText();
    if (document.tree().at("/array/groupPacking").asText().equals("diagonal")
        && !dataflow.equals("weight_stationary")) {
      throw instead(
          document,
          "/array/groupPacking",
          "array.dataflow \"" + dataflow + "\"",
          "none",
          "only weight_stationary arrays hold groups side by side");
    }
  }

  private static InvalidInputException instead(
      Document document, String pointer, String with, String otherwise, String why) {
    return document.problem(
        pointer,
        "'"
            + pointer.substring(1).replace('/', '.')
            + "': found "
            + document.tree().at(pointer)
            + " with "
            + with
            + ", expected \""
            + otherwise
            + "\": "
            + why);
  }

  private static void requireSibling(Document document) {
    String sibling = document.tree().at("/area/equalSiliconAs").asText();
    if (!sibling.isEmpty()
        && !HardwareCatalog.isName(sibling)
        && !HardwareCatalog.isFile(sibling)) {
      throw document.error(
          "/area/equalSiliconAs",
          "one of "
              + HardwareCatalog.names()
              + " or a YAML file"
              + Suggestion.nearest(sibling, HardwareCatalog.names()));
    }
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
