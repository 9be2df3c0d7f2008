package dev.twobit.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.twobit.hardware.SiliconArea;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.InvalidInputsException;
import dev.twobit.simulator.Bottleneck;
import dev.twobit.simulator.RoleShare;
import dev.twobit.simulator.array.BankSplit;
import dev.twobit.simulator.array.Boundary;
import dev.twobit.simulator.array.DotProductMapping;
import dev.twobit.simulator.array.FetchUnit;
import dev.twobit.simulator.array.InputCube;
import dev.twobit.simulator.array.KernelGroups;
import dev.twobit.simulator.array.Launch;
import dev.twobit.simulator.array.ParameterBeats;
import dev.twobit.simulator.array.ReadPace;
import dev.twobit.simulator.array.RowBands;
import dev.twobit.simulator.array.SystolicMapping;
import dev.twobit.simulator.array.TileParameters;
import dev.twobit.simulator.array.Tiling;
import dev.twobit.simulator.array.WeightTiles;
import dev.twobit.simulator.energy.EnergyBreakdown;
import dev.twobit.simulator.engine.LaunchTimes;
import dev.twobit.simulator.engine.LayerTiming;
import dev.twobit.simulator.workload.Activity;
import dev.twobit.simulator.workload.CycleBreakdown;

/** Dependencies point one way: network, onnx and hardware, simulator, search, reports, commands. */
@AnalyzeClasses(
    packages = "dev.twobit",
    importOptions = {ImportOption.DoNotIncludeTests.class, DoNotIncludeTestJars.class})
class DependencyRulesTest {
  private static final String OURS = "dev.twobit..";

  @ArchTest static final ArchRule ioSeesNothingOfOurs = seesOnly("io");
  @ArchTest static final ArchRule jsonSeesNothingOfOurs = seesOnly("json");
  @ArchTest static final ArchRule networkSeesNothingOfOurs = seesOnly("network");
  @ArchTest static final ArchRule precisionSeesNetworks = seesOnly("precision", "network", "io");
  @ArchTest static final ArchRule referenceSeesNetworks = seesOnly("reference", "network");

  @ArchTest static final ArchRule onnxSeesNetworks = seesOnly("onnx", "reference", "network", "io");

  /** A file is written without knowing how others are read. */
  @ArchTest
  static final ArchRule writersSeeNoReaders =
      noClasses()
          .that()
          .resideInAPackage("dev.twobit.onnx.write..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(packages("onnx.read", "onnx.operator"));

  @ArchTest
  static final ArchRule hardwareSeesNoSimulator =
      seesOnly("hardware", "settings", "json", "precision", "network", "io");

  /** It reads by schemas and binds to records that it is given: it knows no kind of settings. */
  @ArchTest
  static final ArchRule settingsSeeIoAndTheErrorsOfInput =
      classes()
          .that()
          .resideInAPackage("dev.twobit.settings..")
          .should()
          .onlyDependOnClassesThat(
              not(resideInAPackage(OURS))
                  .or(resideInAnyPackage(packages("settings", "json", "io")))
                  .or(equivalentTo(InvalidInputException.class))
                  .or(equivalentTo(InvalidInputsException.class)));

  @ArchTest
  static final ArchRule settingsAreReadByWhatHasThem =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              packages("settings", "hardware", "training", "search", "experiment"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.twobit.settings..");

  /** It takes networks, not files. */
  @ArchTest
  static final ArchRule simulatorSeesNetworksAndHardware =
      classes()
          .that()
          .resideInAPackage("dev.twobit.simulator..")
          .should()
          .onlyDependOnClassesThat(
              not(resideInAPackage(OURS))
                  .or(
                      resideInAnyPackage(
                          packages("simulator", "hardware", "precision", "network", "io"))));

  @ArchTest static final ArchRule tensorsAreAtTheBottom = seesOnly("tensor", "network");

  @ArchTest
  static final ArchRule trainingSeesNoSearch =
      seesOnly(
          "training",
          "settings",
          "json",
          "quantization",
          "tensor",
          "precision",
          "network",
          "onnx",
          "io");

  @ArchTest
  static final ArchRule quantizationSeesNoTraining =
      seesOnly("quantization", "tensor", "network", "onnx", "io");

  @ArchTest
  static final ArchRule verificationSeesNoTraining =
      seesOnly(
          "verification",
          "reference",
          "parallel",
          "simulator",
          "hardware",
          "onnx",
          "precision",
          "network",
          "io");

  @ArchTest
  static final ArchRule resultsAreRecordsThatReportsRead =
      classes()
          .that()
          .resideInAPackage("dev.twobit.results..")
          .should()
          .onlyDependOnClassesThat(
              not(resideInAPackage(OURS))
                  .or(
                      resideInAnyPackage(
                          packages("results", "json", "simulator", "hardware", "network", "io"))));

  /** A report sees no more of the simulator than the sums it shows. */
  @ArchTest
  static final ArchRule reportsShowAndNeverCompute =
      classes()
          .that()
          .resideInAPackage("dev.twobit.report..")
          .should()
          .onlyDependOnClassesThat(
              not(resideInAPackage(OURS))
                  .or(resideInAnyPackage(packages("report", "results", "json", "network", "io")))
                  .or(equivalentTo(CycleBreakdown.class))
                  .or(equivalentTo(EnergyBreakdown.class))
                  .or(equivalentTo(SiliconArea.class))
                  .or(equivalentTo(RoleShare.class))
                  .or(equivalentTo(RoleShare.Shares.class))
                  .or(equivalentTo(Bottleneck.class))
                  .or(equivalentTo(Bottleneck.Cause.class))
                  .or(equivalentTo(Activity.class)));

  @ArchTest
  static final ArchRule nobodySeesTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.twobit.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.twobit.cli..");

  @ArchTest
  static final ArchRule libtorchIsSeenByWhatTrains =
      noClasses()
          .that()
          .resideOutsideOfPackages(packages("tensor", "training", "quantization", "search"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco..");

  @ArchTest
  static final ArchRule onnxFilesAreSeenByOnnx =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.twobit.onnx..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "ai.onnxruntime..", "com.google.protobuf..", "dev.twobit.onnx.proto..");

  /** What an engine answers is a result; how it comes to it is the simulator's own business. */
  @ArchTest
  static final ArchRule enginesAreBehindTheSimulator =
      noClasses()
          .that()
          .resideInAnyPackage(
              packages(
                  "training",
                  "quantization",
                  "search",
                  "benchmark",
                  "experiment",
                  "results",
                  "report"))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(packages("simulator.engine", "simulator.array"))
                  .and(not(equivalentTo(LayerTiming.class))));

  /** The clocked engine specifies, the event engine computes: neither may ask the other. */
  @ArchTest
  static final ArchRule theClockedEngineSeesRecordsOnly =
      classes()
          .that()
          .resideInAPackage("dev.twobit.simulator.engine.tick..")
          .should()
          .onlyDependOnClassesThat(
              not(resideInAPackage(OURS))
                  .or(
                      resideInAnyPackage(
                          packages(
                              "simulator.engine.tick",
                              "simulator.workload",
                              "hardware",
                              "network")))
                  .or(equivalentTo(LayerTiming.class))
                  .or(equivalentTo(LaunchTimes.class))
                  .or(equivalentTo(LaunchTimes.Stalls.class))
                  .or(equivalentTo(DotProductMapping.class))
                  .or(equivalentTo(FetchUnit.class))
                  .or(equivalentTo(InputCube.class))
                  .or(equivalentTo(Launch.class))
                  .or(equivalentTo(ParameterBeats.class))
                  .or(equivalentTo(ReadPace.class))
                  .or(equivalentTo(TileParameters.class))
                  .or(equivalentTo(BankSplit.class))
                  .or(equivalentTo(KernelGroups.class))
                  .or(equivalentTo(SystolicMapping.class))
                  .or(equivalentTo(WeightTiles.class))
                  .or(equivalentTo(RowBands.class))
                  .or(equivalentTo(RowBands.Band.class))
                  .or(equivalentTo(Boundary.class))
                  .or(equivalentTo(Tiling.class))
                  .or(equivalentTo(Tiling.Part.class)));

  @ArchTest
  static final ArchRule theEventEngineDoesNotSeeTheClockedOne =
      noClasses()
          .that()
          .resideInAPackage("dev.twobit.simulator.engine")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.twobit.simulator.engine.tick..");

  /** What is measured on this machine is no input of any result. */
  @ArchTest
  static final ArchRule commandsAloneMeasure =
      noClasses()
          .that()
          .resideOutsideOfPackages(packages("benchmark", "cli"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.twobit.benchmark..");

  @ArchTest static final ArchRule spacesSeeNoSearch = seesOnly("search.space", "network");

  @ArchTest
  static final ArchRule costsAreOfSpaces =
      seesOnly(
          "search.cost", "search.space", "simulator", "hardware", "precision", "network", "io");

  @ArchTest
  static final ArchRule frontiersSeeSpacesAndCosts =
      seesOnly(
          "search.frontier",
          "search.space",
          "search.cost",
          "simulator",
          "hardware",
          "network",
          "io");

  @ArchTest
  static final ArchRule superNetsKnowNoCosts =
      seesOnly(
          "search.supernet",
          "search.space",
          "training",
          "quantization",
          "tensor",
          "onnx",
          "network",
          "io");

  @ArchTest
  static final ArchRule inheritedWeightsKnowNoCosts =
      seesOnly(
          "search.inherit",
          "search.space",
          "training",
          "quantization",
          "tensor",
          "onnx",
          "network",
          "io");

  /** They leave widths as they are. */
  @ArchTest
  static final ArchRule methodsOfBitsKnowNoneOfWidths =
      noClasses()
          .that()
          .resideInAPackage("dev.twobit.search.bits..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              packages(
                  "search.space",
                  "search.frontier",
                  "search.supernet",
                  "search.halving",
                  "search.utilization",
                  "search.slimmable",
                  "search.baseline"));

  /** What comes before a final is no matter of it. */
  @ArchTest
  static final ArchRule contestsKnowNoMethods =
      noClasses()
          .that()
          .resideInAPackage("dev.twobit.search.contest..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              packages(
                  "search.halving",
                  "search.utilization",
                  "search.slimmable",
                  "search.supernet",
                  "search.baseline"));

  /** They compare trained networks; searches by gradient are another matter. */
  @ArchTest
  static final ArchRule comparingMethodsKnowNoSuperNetsOfGradientSearches =
      noClasses()
          .that()
          .resideInAnyPackage(packages("search.halving", "search.utilization", "search.slimmable"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(packages("search.supernet", "search.baseline"));

  private static ArchRule seesOnly(String name, String... others) {
    String[] allowed = new String[others.length + 1];
    allowed[0] = name;
    System.arraycopy(others, 0, allowed, 1, others.length);
    return classes()
        .that()
        .resideInAPackage("dev.twobit." + name + "..")
        .should()
        .onlyDependOnClassesThat(
            not(resideInAPackage(OURS)).or(resideInAnyPackage(packages(allowed))));
  }

  private static String[] packages(String... names) {
    String[] packages = new String[names.length];
    for (int i = 0; i < names.length; i++) {
      packages[i] = "dev.twobit." + names[i] + "..";
    }
    return packages;
  }
}
