package dev.twobit.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** No circles between packages; of other parts' sub-packages only what these export. */
@AnalyzeClasses(
    packages = "dev.twobit",
    importOptions = {ImportOption.DoNotIncludeTests.class, DoNotIncludeTestJars.class})
class PackageRulesTest {
  private static final String BASE = "dev.twobit.";
  private static final String GENERATED = "onnx.proto";
  private static final int ALL_LEVELS = Integer.MAX_VALUE;

  /** Parts whose sub-packages hide what they do not export. */
  private static final Set<String> CLOSED =
      Set.of("experiment", "onnx", "search", "simulator", "training");

  /**
   * What other parts may see of a sub-package. Its other public classes are for the packages of its
   * own part; a sub-package that is not entered exports nothing.
   */
  private static final Map<String, Set<String>> EXPORTED =
      Map.ofEntries(
          entry(
              "experiment.deployment",
              Set.of(
                  "CalibratedFile",
                  "CheckProgress",
                  "ClockedVerification",
                  "EvaluationRun",
                  "ExportResult",
                  "ExportRun",
                  "IntegerPath",
                  "InputForm",
                  "IntegerPathRun",
                  "StatedInput",
                  "TestImages",
                  "TrainingExport",
                  "UsageSnippet")),
          entry("experiment.engine", Set.of("EngineChoice")),
          entry("experiment.exam", Set.of("ExamRequest", "ExamRun")),
          entry(
              "experiment.run",
              Set.of(
                  "RunStates",
                  "CurveRun",
                  "SearchRequest",
                  "SearchRun",
                  "StartRequest",
                  "TeacherRequest",
                  "TrainingOutcome",
                  "TrainingRequest",
                  "TrainingRun",
                  "TrainingYaml")),
          entry(
              "experiment.searchcheck",
              Set.of("CheckedSearch", "FewImages", "NetworkFiles", "SearchChecks")),
          entry(
              "experiment.simulation",
              Set.of(
                  "Frontier",
                  "FrontierRequest",
                  "PrecisionPlanFile",
                  "Ranking",
                  "RankingRequest",
                  "SimulatedModel",
                  "Sweep",
                  "SweepRequest")),
          entry(
              "experiment.study",
              Set.of(
                  "RunEstimate",
                  "PlannedStudy",
                  "Recost",
                  "StudyPlan",
                  "StudyRegistry",
                  "StudyRequest",
                  "StudyRun")),
          entry(
              "experiment.trial",
              Set.of(
                  "Arithmetic",
                  "Execution",
                  "Inputs",
                  "PreparedData",
                  "PreparedNetwork",
                  "Quantization",
                  "SearchPlan",
                  "Stops",
                  "StudyStoppedException",
                  "TrainingPlan",
                  "Trial",
                  "TrialFailedException",
                  "TrialFileRun",
                  "TrialJson",
                  "TrialResult")),
          entry(
              "onnx.read",
              Set.of("InputSizes", "ModelSource", "OnnxImporter", "QcdqFile", "QcdqImporter")),
          entry(
              "onnx.write",
              Set.of(
                  "DrawnSpelling",
                  "OnnxExporter",
                  "OperatorGraph",
                  "PassedCodesNetwork",
                  "QuantizedOperatorsNetwork")),
          entry("search.baseline", Set.of("SearchMethodRegistry")),
          entry("search.bits", Set.of("BitBenchmark", "UniformBits")),
          entry("search.contest", Set.of("ComparedSearch")),
          entry(
              "search.cost",
              Set.of(
                  "Budget",
                  "BudgetReference",
                  "CostModel",
                  "Costs",
                  "Hits",
                  "LatencyBinds",
                  "LatencyRange",
                  "UnreachableBudgetException")),
          entry("search.exam", Set.of("Exam", "ExamNetwork", "ExamQuestion", "ExamScore")),
          entry(
              "search.frontier",
              Set.of("FrontierSummary", "MeasuredNetwork", "PlateauSpace", "UnitPrice")),
          entry(
              "search.inherit",
              Set.of("NewChannels", "TrainedParent", "TrainedWeights", "UnitWidths")),
          entry("search.space", Set.of("CandidateGrid", "Coupling", "SearchSpace", "SearchUnit")),
          entry("search.supernet", Set.of("SuperNetBenchmark")),
          entry(
              "simulator.benchmark",
              Set.of("Durations", "Machine", "SimulatorSpeed", "WidthTable")),
          entry("simulator.energy", Set.of("EnergyBreakdown", "EnergyModel")),
          entry("simulator.engine", Set.of("EventEngine", "LayerTiming")),
          entry("simulator.engine.tick", Set.of("TickEngine", "TickRun")),
          entry("simulator.topology", Set.of("Topology", "TopologyFile")),
          entry(
              "simulator.trace",
              Set.of(
                  "BufferLevel",
                  "LayerTrace",
                  "NetworkTrace",
                  "OperationSpan",
                  "SpanCounts",
                  "TracedLayer",
                  "TracedUnit",
                  "UnitSpan")),
          entry(
              "simulator.validation",
              Set.of(
                  "AreaValidation",
                  "BufferComparison",
                  "CompositionValidation",
                  "EdgeTpuEfficiency",
                  "EdgeTpuValidation",
                  "EnergyEvidence",
                  "EnergyValidation",
                  "Engine",
                  "NodeScaling",
                  "NvdlaAreaValidation",
                  "NvdlaChainsValidation",
                  "NvdlaEnergyValidation",
                  "NvdlaPublishedValidation",
                  "NvdlaRtlValidation",
                  "ScaleSimValidation",
                  "SiliconTrial",
                  "ValidationReport",
                  "ValidationSummary")),
          entry(
              "simulator.verification",
              Set.of(
                  "ChainVerification",
                  "EngineVerification",
                  "IntegerReference",
                  "RandomConvolution",
                  "RandomHardware",
                  "RandomNetwork",
                  "SpelledNetworks",
                  "TrafficInvariants")),
          entry(
              "simulator.workload",
              Set.of(
                  "Activity",
                  "AddScaling",
                  "ConversionForm",
                  "ConvolutionOperands",
                  "CycleBreakdown",
                  "FeatureMap",
                  "LayerWorkload",
                  "OutputConversion",
                  "PostOperands")),
          entry(
              "training.data",
              Set.of(
                  "BalancedChoice",
                  "BatchMaker",
                  "ClassNames",
                  "DatasetPair",
                  "ImageDataset",
                  "ImagesInMemory",
                  "Normalization",
                  "TrainingSplit")),
          entry("training.data.download", Set.of("CifarArchive", "CifarDownload")));

  @ArchTest static final ArchRule noCircleBetweenParts = freeOfCircles(1);

  /** A sub-package is one with all below it. */
  @ArchTest static final ArchRule noCircleBetweenSubPackages = freeOfCircles(2);

  @ArchTest static final ArchRule noCircleBetweenSinglePackages = freeOfCircles(ALL_LEVELS);

  @ArchTest
  static final ArchRule otherPartsSeeExportedClassesOnly =
      classes().should(seeExportedClassesOnly());

  private static ArchRule freeOfCircles(int levels) {
    return slices().assignedFrom(new Levels(levels)).should().beFreeOfCycles();
  }

  private static ArchCondition<JavaClass> seeExportedClassesOnly() {
    return new ArchCondition<>("see of other parts' sub-packages exported classes only") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getDirectDependenciesFromSelf().stream()
            .map(d -> d.getTargetClass().getBaseComponentType())
            .filter(target -> isHidden(target) && !part(target).equals(part(type)))
            .distinct()
            .forEach(
                target ->
                    events.add(
                        SimpleConditionEvent.violated(
                            type,
                            type.getName()
                                + " sees "
                                + target.getName()
                                + ", which its package does not export")));
      }
    };
  }

  /** A nested class is seen where its outermost is. */
  private static boolean isHidden(JavaClass type) {
    String name = name(type);
    return CLOSED.contains(part(type))
        && !name.equals(part(type))
        && !name.equals(GENERATED)
        && !EXPORTED.getOrDefault(name, Set.of()).contains(outermost(type));
  }

  private static String outermost(JavaClass type) {
    JavaClass outer = type;
    while (outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return outer.getSimpleName();
  }

  private static String part(JavaClass type) {
    return name(type).split("\\.")[0];
  }

  /** The package without the base's name; empty for others' classes. */
  private static String name(JavaClass type) {
    String name = type.getPackageName();
    return name.startsWith(BASE) ? name.substring(BASE.length()) : "";
  }

  /** Packages cut to so many levels below the base. */
  private record Levels(int most) implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      String name = name(type);
      return name.isEmpty()
          ? SliceIdentifier.ignore()
          : SliceIdentifier.of(
              Arrays.stream(name.split("\\.")).limit(most).collect(Collectors.joining(".")));
    }

    @Override
    public String getDescription() {
      return "packages" + (most == ALL_LEVELS ? "" : " of " + most + " levels");
    }
  }
}
