package dev.twobit.hardware;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.twobit.hardware.ArrayConfig.Dataflow;
import dev.twobit.hardware.ArrayConfig.FoldOverlap;
import dev.twobit.hardware.ArrayConfig.GroupPacking;
import dev.twobit.hardware.MemoryConfig.Overlap;
import dev.twobit.hardware.MemoryConfig.WeightCompression;
import dev.twobit.hardware.PrecisionConfig.Composition;
import dev.twobit.hardware.PrecisionConfig.Encoding;
import dev.twobit.io.FileFailure;
import dev.twobit.io.Suggestion;
import dev.twobit.io.TextFile;
import dev.twobit.network.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** YAML to {@link HardwareConfig}; every figure is {@code {value, source}}. */
public final class HardwareLoader {
  private HardwareLoader() {}

  /** Read once, when it is first needed. */
  private static final class OfHardware {
    static final SchemaCheck SCHEMA = new SchemaCheck(HardwareCatalog.resource("schema.json"));
  }

  /**
   * What a description says and where.
   *
   * @param file name for messages
   */
  record Document(String file, ObjectNode root, YamlLines lines) {}

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
    return parse(String.valueOf(file), text(file));
  }

  static String text(Path file) {
    return text(file, "an accelerator's YAML description");
  }

  /**
   * @param expected what the file describes, for messages
   */
  static String text(Path file, String expected) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          file
              + (Files.isDirectory(file) ? ": is a directory" : ": no such file")
              + "; expected "
              + expected);
    }
    try {
      return TextFile.readYaml(file);
    } catch (IOException e) {
      throw new InvalidInputException(file + ": " + FileFailure.reason(e), e);
    }
  }

  /**
   * @param file name for messages
   */
  static HardwareConfig parse(String file, String text) {
    return config(document(file, text));
  }

  static Document document(String file, String text) {
    try {
      YamlLines lines = YamlLines.of(text);
      JsonNode root = new YAMLMapper().readTree(text);
      if (!(root instanceof ObjectNode keys)) {
        throw new InvalidInputException(
            file + ":1: found no keys; expected an accelerator's description (name, array, ...)");
      }
      requireOnce(file, lines);
      return new Document(file, keys, lines);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new InvalidInputException(file + ":" + line + ": not YAML: " + e.getProblem(), e);
    } catch (YAMLException e) {
      throw new InvalidInputException(file + ": not YAML: " + e.getMessage(), e);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new InvalidInputException(
          file + ":" + line + ": not YAML: " + e.getOriginalMessage(), e);
    }
  }

  /** Checked against the schema and what it cannot say. */
  static HardwareConfig config(Document document) {
    String file = document.file();
    OfHardware.SCHEMA.require(file, document.root(), document.lines());
    requireSources(file, document.root(), document.lines());
    JsonNode array = document.root().get("array");
    requireCredits(file, array, document.lines());
    requireOverlapOfStyle(file, document.root(), document.lines());
    requireStyleOfCompression(file, document.root(), document.lines());
    requireDataflowOfPacking(file, array, document.lines());
    requireSibling(file, document.root().get("area"), document.lines());
    return config(document.root());
  }

  /** YAML readers let the last of two equal keys win; here the first is likely the one meant. */
  private static void requireOnce(String file, YamlLines lines) {
    lines
        .repeated()
        .forEach(
            (pointer, line) -> {
              throw new InvalidInputException(
                  file
                      + ":"
                      + line
                      + ": key '"
                      + dotted(pointer)
                      + "' is given twice; expected it"
                      + " once");
            });
  }

  /** A stripe holds a credit for each of its output positions, or never ends. */
  private static void requireCredits(String file, JsonNode array, YamlLines lines) {
    if (array.has("accumulatorCredits")) {
      int credits = integer(array, "accumulatorCredits");
      int stripe = 2 * integer(array, "atomicKernels");
      if (credits < stripe) {
        throw new InvalidInputException(
            file
                + ":"
                + lines.line("/array/accumulatorCredits")
                + ": 'array.accumulatorCredits.value': found "
                + credits
                + ", expected at least "
                + stripe
                + " (one stripe is 2 x atomicKernels output positions)");
      }
    }
  }

  /** NVIDIA's spreadsheet knows dot-product arrays only. */
  private static void requireOverlapOfStyle(String file, JsonNode root, YamlLines lines) {
    boolean spreadsheet = root.get("memory").path("overlap").asText().equals("spreadsheet");
    String style = root.get("array").get("style").asText();
    if (spreadsheet && !style.equals("dot_product")) {
      throw new InvalidInputException(
          file
              + ":"
              + lines.line("/memory/overlap")
              + ": 'memory.overlap': found \"spreadsheet\" with array.style \""
              + style
              + "\", expected \"rtl\": the spreadsheet is of dot_product arrays");
    }
  }

  private static void requireStyleOfCompression(String file, JsonNode root, YamlLines lines) {
    String style = root.get("array").get("style").asText();
    if (root.get("memory").path("weightCompression").asText().equals("zero_mask")
        && !style.equals("dot_product")) {
      throw new InvalidInputException(
          file
              + ":"
              + lines.line("/memory/weightCompression")
              + ": 'memory.weightCompression': found \"zero_mask\" with array.style \""
              + style
              + "\", expected \"none\": it is NVDLA's, of dot_product arrays");
    }
  }

  private static void requireDataflowOfPacking(String file, JsonNode array, YamlLines lines) {
    String dataflow = array.path("dataflow").asText();
    if (array.path("groupPacking").asText().equals("diagonal")
        && !dataflow.equals("weight_stationary")) {
      throw new InvalidInputException(
          file
              + ":"
              + lines.line("/array/groupPacking")
              + ": 'array.groupPacking': found \"diagonal\" with array.dataflow \""
              + dataflow
              + "\", expected \"none\": only weight_stationary arrays hold groups side by side");
    }
  }

  private static void requireSibling(String file, JsonNode area, YamlLines lines) {
    String sibling = area.path("equalSiliconAs").asText();
    if (!sibling.isEmpty()
        && !HardwareCatalog.isName(sibling)
        && !HardwareCatalog.isFile(sibling)) {
      throw new InvalidInputException(
          file
              + ":"
              + lines.line("/area/equalSiliconAs")
              + ": 'area.equalSiliconAs': found '"
              + sibling
              + "', expected one of "
              + HardwareCatalog.names()
              + " or a YAML file"
              + Suggestion.nearest(sibling, HardwareCatalog.names()));
    }
  }

  private static String dotted(String pointer) {
    return pointer.substring(1).replace('/', '.');
  }

  static void requireSources(String file, JsonNode root, YamlLines lines) {
    TreeSet<String> known = new TreeSet<>();
    root.path("sources").fieldNames().forEachRemaining(known::add);
    root.fields()
        .forEachRemaining(s -> requireSources(file, "/" + s.getKey(), s.getValue(), known, lines));
  }

  private static void requireSources(
      String file, String pointer, JsonNode node, TreeSet<String> known, YamlLines lines) {
    if (node.has("value") && node.has("source")) {
      String source = node.get("source").asText();
      if (!known.contains(source)) {
        throw new InvalidInputException(
            file
                + ":"
                + lines.line(pointer + "/source")
                + ": '"
                + dotted(pointer)
                + ".source': found '"
                + source
                + "', expected a key of sources "
                + known
                + Suggestion.nearest(source, known));
      }
      return;
    }
    node.fields()
        .forEachRemaining(
            f -> requireSources(file, pointer + "/" + f.getKey(), f.getValue(), known, lines));
  }

  private static HardwareConfig config(JsonNode root) {
    List<String> sources = new ArrayList<>();
    root.get("sources")
        .fields()
        .forEachRemaining(s -> sources.add(s.getKey() + ": " + s.getValue().asText()));
    JsonNode p = root.get("precision");
    JsonNode m = root.get("memory");
    JsonNode post = root.get("postProcessor");
    JsonNode e = root.get("energy");
    JsonNode a = root.get("area");
    return new HardwareConfig(
        root.get("name").asText(),
        root.get("description").asText(),
        real(root, "clockMegahertz"),
        array(root.get("array")),
        new PrecisionConfig(
            integer(p, "macWeightBits"),
            integer(p, "macActivationBits"),
            constant(Composition.class, p, "composition"),
            constant(Encoding.class, p, "weightEncoding"),
            integer(p, "accumulatorBits")),
        new BufferConfig(
            integer(root.get("buffer"), "banks"),
            integer(root.get("buffer"), "bankBytes"),
            root.at("/buffer/keepsActivations/value").asBoolean(),
            root.at("/buffer/prefetchesWeights/value").asBoolean()),
        new MemoryConfig(
            integer(m, "beatBytes"),
            real(m, "cyclesPerBeat"),
            integer(m, "readLatencyCycles"),
            integer(m, "atomBytes"),
            m.has("overlap") ? constant(Overlap.class, m, "overlap") : Overlap.RTL,
            m.has("weightCompression")
                ? constant(WeightCompression.class, m, "weightCompression")
                : WeightCompression.NONE),
        new PostProcessorConfig(
            integer(post, "outputElementsPerCycle"),
            integer(post, "poolingElementsPerCycle"),
            integer(post, "elementwiseElementsPerCycle")),
        new EnergyConfig(
            real(e, "macPicojoules"),
            real(e, "composedMacPicojoules"),
            real(e, "fusedMacPicojoules"),
            real(e, "sramReadPicojoulesPerByte"),
            real(e, "sramWritePicojoulesPerByte"),
            real(e, "dramPicojoulesPerByte"),
            real(e, "postProcessorPicojoulesPerElement"),
            real(e, "macLeakageNanowatts"),
            real(e, "fusedMacLeakageNanowatts"),
            real(e, "shiftAccumulatorLeakageNanowatts")),
        new AreaConfig(
            real(a, "macSquareMicrometres"),
            real(a, "fusedMacSquareMicrometres"),
            real(a, "shiftAccumulatorSquareMicrometres"),
            real(a, "bufferSquareMicrometresPerByte"),
            real(a, "postProcessorSquareMicrometres"),
            a.path("equalSiliconAs").asText()),
        hostLink(root),
        sources);
  }

  private static HostLink hostLink(JsonNode root) {
    JsonNode link = root.get("hostLink");
    return link == null
        ? HostLink.NONE
        : new HostLink(
            real(link, "bandwidthMegabytesPerSecond"),
            real(link, "hostMicroseconds"),
            link.get("onChipWeightBytes").get("value").asLong());
  }

  private static ArrayConfig array(JsonNode a) {
    if (a.get("style").asText().equals("systolic")) {
      return new ArrayConfig.Systolic(
          integer(a, "rows"),
          integer(a, "columns"),
          constant(Dataflow.class, a, "dataflow"),
          constant(FoldOverlap.class, a, "foldOverlap"),
          a.has("groupPacking")
              ? constant(GroupPacking.class, a, "groupPacking")
              : GroupPacking.NONE);
    }
    return new ArrayConfig.DotProduct(
        integer(a, "atomicChannels"),
        integer(a, "atomicKernels"),
        integer(a, "accumulatorCredits"),
        integer(a, "dataFetchCycles"),
        integer(a, "weightFetchCycles"),
        integer(a, "firstMacDelayCycles"),
        integer(a, "firstOutputDelayCycles"),
        integer(a, "creditReturnCycles"),
        integer(a, "tailCycles"),
        a.get("packFirstLayer").get("value").asBoolean());
  }

  private static int integer(JsonNode section, String key) {
    return section.get(key).get("value").asInt();
  }

  static double real(JsonNode section, String key) {
    return section.get(key).get("value").asDouble();
  }

  private static <E extends Enum<E>> E constant(Class<E> type, JsonNode section, String key) {
    return Enum.valueOf(type, section.get(key).asText().toUpperCase(Locale.ROOT));
  }
}
