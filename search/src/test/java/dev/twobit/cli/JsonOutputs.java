package dev.twobit.cli;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.twobit.benchmark.SimulationBenchmark;
import dev.twobit.benchmark.ThreadComparison;
import dev.twobit.benchmark.TrainingBenchmark;
import dev.twobit.experiment.deployment.EvaluationRun;
import dev.twobit.experiment.deployment.ExportResult;
import dev.twobit.experiment.deployment.IntegerPath;
import dev.twobit.experiment.deployment.TrainingExport;
import dev.twobit.experiment.run.TrainingOutcome;
import dev.twobit.experiment.run.TrainingRun;
import dev.twobit.experiment.searchcheck.CheckedSearch;
import dev.twobit.experiment.study.RunEstimate;
import dev.twobit.experiment.study.StudyPlan;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.HardwareKey;
import dev.twobit.hardware.HostProcessor;
import dev.twobit.hardware.SiliconArea;
import dev.twobit.hardware.SiliconComparison;
import dev.twobit.json.Json;
import dev.twobit.json.VersionedJson;
import dev.twobit.quantization.QuantizerDescription;
import dev.twobit.results.CurveResults;
import dev.twobit.results.FrontierResult;
import dev.twobit.results.RankingResult;
import dev.twobit.results.RunResults;
import dev.twobit.results.RunState;
import dev.twobit.results.SimulationRun;
import dev.twobit.results.SweepResult;
import dev.twobit.results.study.RecostRow;
import dev.twobit.results.study.StudyResult;
import dev.twobit.simulator.validation.AreaValidation;
import dev.twobit.simulator.validation.EdgeTpuValidation;
import dev.twobit.simulator.validation.EnergyEvidence;
import dev.twobit.simulator.validation.EnergyValidation;
import dev.twobit.simulator.validation.NvdlaChainsValidation;
import dev.twobit.simulator.validation.NvdlaPublishedValidation;
import dev.twobit.simulator.validation.ValidationReport;
import dev.twobit.simulator.validation.ValidationSummary;
import dev.twobit.simulator.verification.ChainVerification;
import dev.twobit.simulator.verification.EngineVerification;
import dev.twobit.training.data.download.CifarDownload;
import dev.twobit.verification.LayerVerification;
import dev.twobit.verification.RandomNetworks;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What twobit writes as JSON, by command or file, and the schema of each. */
final class JsonOutputs {
  /** On standard error, of any command that fails with {@code --json}. */
  static final String ERRORS = "errors";

  private static final String HARDWARE_SHOW = "twobit hardware show";
  private static final TypeFactory TYPES = TypeFactory.defaultInstance();
  private static final Map<String, List<JavaType>> ALL = new LinkedHashMap<>();

  static {
    of("twobit inspect", Inspection.class);
    list("twobit hardware list", HardwareConfig.class);
    of(HARDWARE_SHOW, HostProcessor.class); // beside the file's own tree
    list("twobit hardware keys", HardwareKey.class);
    of("twobit hardware compare", SiliconComparison.class);
    of("twobit hardware rank", RankingResult.class);
    of("twobit hardware validate", HardwareConfig.class);
    of("twobit simulate", SimulationRun.class, VerifiedSimulation.class);
    of("twobit sweep", SweepResult.class);
    of("twobit frontier", FrontierResult.class);
    of("twobit validate all", ValidationSummary.class);
    of("twobit validate engines", EngineVerification.class);
    of("twobit validate networks", RandomNetworks.class);
    of("twobit validate chains", ChainVerification.class);
    of("twobit validate onnx-runtime", LayerVerification.class);
    of("twobit validate deployed", IntegerPath.class);
    list("twobit validate searches", CheckedSearch.class);
    of("twobit validate nvdla-rtl", ValidationReport.class);
    of("twobit validate nvdla-chains", NvdlaChainsValidation.class);
    of("twobit validate scale-sim", ValidationReport.class);
    of("twobit validate nvdla-published", NvdlaPublishedValidation.class);
    of("twobit validate edge-tpu", EdgeTpuValidation.class);
    of("twobit validate energy", EnergyValidation.class);
    of("twobit validate area", AreaValidation.class);
    of("twobit bench simulate", SimulationBenchmark.class);
    of("twobit bench train", TrainingBenchmark.class);
    of("twobit bench threads", ThreadComparison.class);
    of("twobit bench data", BenchDataCommand.Result.class);
    of("twobit data cifar10", CifarDownload.Result.class);
    of("twobit data cifar100", CifarDownload.Result.class);
    of("twobit train", TrainingRun.Finished.class, RunEstimate.class);
    of("twobit evaluate", EvaluationRun.Outcome.class);
    of("twobit search", RunResults.class, CurveResults.class, RunEstimate.class);
    of("twobit study", StudyResult.class, StudyPlan.class);
    named("twobit study").add(listOf(RecostRow.class));
    of("twobit study judges", StudyResult.class, StudyPlan.class);
    of("twobit trial", TrialCommand.Kept.class);
    of("twobit demo", RunResults.class);
    of("twobit report", ReportCommand.Written.class);
    list("twobit runs", RunState.class);
    list("twobit compare", RunState.class);
    of("twobit model", ModelCommand.Written.class);
    of("twobit split", SplitCommand.Written.class);
    of("twobit export", ExportResult.class);
    list("twobit quantizers", QuantizerDescription.class);
    of(ERRORS, Failures.Failed.class);
    of("results.json", RunResults.class, CurveResults.class);
    of("training.json", TrainingOutcome.class);
    of("deployment.json", TrainingExport.class);
    of("simulation.json", SimulationRun.class);
    of("sweep.json", SweepResult.class);
    of("frontier.json", FrontierResult.class);
    of("study.json", StudyResult.class);
  }

  private JsonOutputs() {}

  private static void of(String output, Type... types) {
    ALL.put(output, new ArrayList<>(Stream.of(types).map(TYPES::constructType).toList()));
  }

  private static void list(String output, Class<?> item) {
    ALL.put(output, List.of(listOf(item)));
  }

  private static List<JavaType> named(String output) {
    return Objects.requireNonNull(ALL.get(output), output);
  }

  private static JavaType listOf(Class<?> item) {
    return TYPES.constructCollectionType(List.class, item);
  }

  /** Commands without their options, files, errors. */
  static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /** The output of a command line: the longest of its first words that is one. */
  static String command(String... args) {
    List<String> words =
        Stream.concat(Stream.of("twobit"), Stream.of(args))
            .filter(w -> !w.startsWith("--verbose"))
            .toList();
    for (int length = words.size(); length > 0; length--) {
      String name = String.join(" ", words.subList(0, length));
      if (ALL.containsKey(name)) {
        return name;
      }
    }
    throw new IllegalArgumentException("no schema of " + words);
  }

  /** Of the schema of an output. */
  static String fileName(String output) {
    return output.replace(".json", "").replace(' ', '-') + ".schema.json";
  }

  /**
   * The schema of an output.
   *
   * @param root of the repository
   */
  static ObjectNode schema(String output, Path root) {
    JsonSchemaOfType types = new JsonSchemaOfType(new RecordDocs(root));
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", title(output));
    List<ObjectNode> forms =
        new ArrayList<>(named(output).stream().map(type -> versioned(type, types)).toList());
    if (output.equals(HARDWARE_SHOW)) {
      forms.add(0, hardwareFile(types));
    }
    if (forms.size() == 1) {
      schema.setAll(forms.get(0));
    } else {
      ArrayNode any = schema.putArray("anyOf");
      forms.forEach(any::add);
    }
    ObjectNode definitions = schema.putObject("$defs");
    types.definitions().forEach(definitions::set);
    removeUnused(schema, definitions);
    return schema;
  }

  private static String title(String output) {
    return output.startsWith("twobit ")
        ? "What '" + output + " --json' prints"
        : output.equals(ERRORS)
            ? "What a command that fails prints on standard error, with --json"
            : "The file " + output;
  }

  /** A list is the items of an object; everything has a version. */
  private static ObjectNode versioned(JavaType type, JsonSchemaOfType types) {
    ObjectNode of = types.of(type);
    ObjectNode object;
    if (type.isCollectionLikeType()) {
      object = JsonNodeFactory.instance.objectNode().put("type", "object");
      object.putObject("properties").set("items", of);
      object.putArray("required").add("items");
      object.put("additionalProperties", false);
    } else {
      String name = of.get("$ref").asText().substring("#/$defs/".length());
      object = Objects.requireNonNull(types.definitions().get(name)).deepCopy();
    }
    ObjectNode properties = (ObjectNode) object.get("properties");
    boolean own = properties.has("schemaVersion");
    ObjectNode version = JsonNodeFactory.instance.objectNode();
    version.put("const", own ? RunResults.SCHEMA_VERSION : VersionedJson.SCHEMA_VERSION);
    version.put("description", "raised when a key changes its meaning, its place or goes away");
    ObjectNode first = JsonNodeFactory.instance.objectNode();
    first.set("schemaVersion", version);
    properties.remove("schemaVersion");
    first.setAll(properties);
    object.set("properties", first);
    if (!own) {
      ((ArrayNode) object.get("required")).insert(0, "schemaVersion");
    }
    return object;
  }

  /** The file's tree as its schema has it, and what follows from it. */
  private static ObjectNode hardwareFile(JsonSchemaOfType types) {
    ObjectNode file = resource("/hwconfigs/schema.json");
    file.remove(List.of("$schema", "title"));
    ObjectNode properties = (ObjectNode) file.get("properties");
    properties.putObject("schemaVersion").put("const", VersionedJson.SCHEMA_VERSION);
    ObjectNode derived = properties.putObject("derived").put("type", "object");
    derived.put("description", "what follows from the keys beside it, which is not read");
    ObjectNode figures = derived.putObject("properties");
    figures.set("area", types.of(SiliconArea.class));
    figures.set("energyEvidence", types.of(listOf(EnergyEvidence.class)));
    figures.set("equalSilicon", types.of(SiliconComparison.class));
    ObjectNode from = figures.putObject("from").put("type", "object");
    from.put("description", "of a file that extends another: what each key comes from");
    from.putObject("additionalProperties").put("type", "string");
    derived.putArray("required").add("area").add("energyEvidence");
    derived.put("additionalProperties", false);
    ((ArrayNode) file.get("required")).add("schemaVersion").add("derived");
    JsonNode own = file.remove("$defs");
    if (own != null) {
      own.properties().forEach(d -> types.definitions().put(d.getKey(), (ObjectNode) d.getValue()));
    }
    return file;
  }

  private static ObjectNode resource(String name) {
    try (InputStream in = HardwareConfig.class.getResourceAsStream(name)) {
      return (ObjectNode)
          Json.parse(
              new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Definitions that became the root. */
  private static void removeUnused(ObjectNode schema, ObjectNode definitions) {
    boolean again = true;
    while (again) {
      String text = schema.toString();
      again = false;
      for (Iterator<String> names = definitions.fieldNames(); names.hasNext(); ) {
        if (!text.contains("\"#/$defs/" + names.next() + "\"")) {
          names.remove();
          again = true;
        }
      }
    }
    if (definitions.isEmpty()) {
      schema.remove("$defs");
    }
  }
}
