package dev.twobit.cli;

import dev.twobit.experiment.run.RunStates;
import dev.twobit.experiment.run.SearchRequest;
import dev.twobit.experiment.run.StartRequest;
import dev.twobit.experiment.run.TeacherRequest;
import dev.twobit.experiment.trial.Arithmetic;
import dev.twobit.experiment.trial.Execution;
import dev.twobit.experiment.trial.Inputs;
import dev.twobit.experiment.trial.Quantization;
import dev.twobit.experiment.trial.SearchPlan;
import dev.twobit.experiment.trial.StudyStoppedException;
import dev.twobit.experiment.trial.TrainingPlan;
import dev.twobit.io.AtomicFile;
import dev.twobit.json.VersionedJson;
import dev.twobit.onnx.read.InputSizes;
import dev.twobit.results.FinishedRun;
import dev.twobit.search.InitialWeights;
import dev.twobit.search.SearchSettings;
import dev.twobit.tensor.Precision;
import dev.twobit.training.StopRequest;
import dev.twobit.training.TrainingStoppedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code twobit demo}: a search with everything given. */
@Command(
    name = "demo",
    description = {
      "Make a better network of the same latency, in minutes.",
      "From a small trained VGG16 and images that twobit carries: a search under a "
          + "latency budget of 1.0x on nvdla-small-w2a2, training, export, report."
    },
    footerHeading = "%nExample:%n",
    footer = "  twobit demo --out demo")
final class DemoCommand implements Callable<Integer> {
  /** Its weights, with the command that made them: search/docs/search.md#the-demos-network. */
  private static final String NETWORK = "vgg16-eighth.onnx";

  /** The images that its weights never saw. */
  private static final String HELD_OUT = "20%";

  private static final int EPOCHS = 4;

  /** Few networks, for minutes; most of the time goes to the final. */
  private static final Map<String, String> SHORT =
      Map.of(
          "held-out", HELD_OUT,
          "field-networks", "6",
          "calibrated-networks", "6",
          "field-value", "importance",
          "halving-rungs", "1",
          "final-networks", "1",
          "final-seeds", "3",
          "most-final-seeds", "0",
          "final-share", "0.5");

  private static final int BITS = 2;
  private static final int RESIDUAL_BITS = 8;

  private final Console console;
  private final SearchRunner runner;

  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "RUN",
      description = "Run folder (runs/demo, or the next free runs/demo-N).")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the search and of the trainings after it (${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--resume", description = ResumedRun.DESCRIPTION)
  private boolean resume;

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  @Mixin private JsonOption json;

  DemoCommand(Console console, SearchRunner runner) {
    this.console = console;
    this.runner = runner;
  }

  @Override
  public Integer call() throws IOException {
    Path folder = out.orElseGet(() -> FreeFolder.next("demo"));
    OutputFolder.require(folder);
    RunStates.requireFree(folder, resume); // before the network is written
    Path model = folder.resolve(NETWORK);
    AtomicFile.write(model, network());
    StopRequest stop = new StopRequest();
    try (StopHook hook =
        StopHook.ofRun(stop, "demo", folder, "finished epochs are kept", console.err())) {
      FinishedRun results = runner.run(request(model, folder), stop, console.progress(quiet));
      console
          .out()
          .println(json.isSet() ? VersionedJson.indented(results) : RunSummary.of(results, folder));
      return 0;
    } catch (StudyStoppedException | TrainingStoppedException e) {
      return StopHook.INTERRUPTED; // the hook says how to go on
    }
  }

  private static byte[] network() throws IOException {
    try (InputStream in = DemoCommand.class.getResourceAsStream(NETWORK)) {
      if (in == null) {
        throw new IOException("resource " + NETWORK + " is missing");
      }
      return in.readAllBytes();
    }
  }

  private SearchRequest request(Path model, Path folder) {
    SearchSettings settings = SearchSettings.preset("smoke").with(SHORT);
    TrainingPlan plan = TrainingPlan.ofImported(settings);
    StartRequest.Training training =
        new StartRequest.Training(
            Arithmetic.of(
                Quantization.usual(true, BITS, true), BITS, RESIDUAL_BITS, Precision.FLOAT32),
            new TrainingPlan(plan.recipe(), plan.values().withEpochs(EPOCHS)));
    return new SearchRequest(
        new Inputs(model, "embedded", "auto", HELD_OUT, InputSizes.NONE),
        "nvdla-small-w2a2",
        new StartRequest(InitialWeights.IMPORTED, TeacherRequest.usual(), training, training),
        SearchPlan.of("halving", settings, List.of("latency=1.0x")),
        Execution.of(seed, Runtime.getRuntime().availableProcessors()),
        folder,
        resume,
        OriginalWords.of(spec));
  }
}
