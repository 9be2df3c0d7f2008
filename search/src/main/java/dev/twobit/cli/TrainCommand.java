package dev.twobit.cli;

import dev.twobit.experiment.deployment.IntegerPathRun;
import dev.twobit.experiment.run.TrainingOutcome;
import dev.twobit.experiment.run.TrainingRequest;
import dev.twobit.experiment.run.TrainingRun;
import dev.twobit.experiment.simulation.PrecisionPlanFile;
import dev.twobit.experiment.study.RunEstimate;
import dev.twobit.experiment.trial.Execution;
import dev.twobit.experiment.trial.HeldOut;
import dev.twobit.experiment.trial.Inputs;
import dev.twobit.experiment.trial.PreparedNetwork;
import dev.twobit.experiment.trial.StudyStoppedException;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.json.VersionedJson;
import dev.twobit.network.InvalidInputException;
import dev.twobit.onnx.read.InputSizes;
import dev.twobit.onnx.read.ModelSource;
import dev.twobit.precision.BitPlan;
import dev.twobit.precision.Bits;
import dev.twobit.training.CheckpointInterval;
import dev.twobit.training.RecipeFile;
import dev.twobit.training.StopRequest;
import dev.twobit.training.TrainingStoppedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code twobit train}. */
@Command(
    name = "train",
    description = "Train a network by a recipe, in full precision or quantized.",
    footerHeading = "%nExample:%n",
    footer = {
      "  twobit train resnet8.onnx --data embedded --weights dorefa \\",
      "    --activations pact --bits 2 --recipe small --out run"
    })
final class TrainCommand implements Callable<Integer> {
  private static final String NO_HARDWARE = "none";

  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL.onnx", description = "ONNX file.")
  private Path model;

  @Mixin private InputShapeOption shapes;
  @Mixin private DataOptions data;
  @Mixin private RecipeOptions recipe;
  @Mixin private ProbeOption probe;
  @Mixin private DryRun dryRun;

  @Option(
      names = "--list-recipes",
      help = true,
      description = "List the recipes that come with twobit.")
  private boolean listRecipes;

  @Option(
      names = "--show-recipe",
      paramLabel = "NAME",
      help = true,
      description = "Print a recipe with every key and what it decides.")
  private Optional<String> showRecipe = Optional.empty();

  @Mixin private QuantizerOptions quantizers;

  @Option(
      names = "--init",
      paramLabel = "WHAT",
      defaultValue = "fresh",
      description = "Weights to begin with: fresh or imported, the file's (${DEFAULT-VALUE}).")
  private TrainingRequest.Init init;

  @Option(
      names = "--held-out",
      paramLabel = "WHAT",
      defaultValue = HeldOut.NONE,
      description =
          "Images that are not trained on: a number of training images, a share as 10%%, other data"
              + " as --data has it, or none; 'search --held-out' chooses by the same ones"
              + " (${DEFAULT-VALUE}).")
  private String heldOut;

  @Option(
      names = "--teacher",
      paramLabel = "FILE.onnx",
      description = "Trained network to learn from, by the recipe's loss.distillation.")
  private Optional<Path> teacher = Optional.empty();

  @Option(
      names = "--teacher-input-shape",
      paramLabel = "[NAME=]SHAPE",
      description = "As --input-shape, of the teacher's file; may be repeated.")
  private List<String> teacherShapes = List.of();

  @Option(
      names = "--teacher-normalization",
      paramLabel = "NORM",
      defaultValue = "same",
      description = "same as the student's, or as --normalization (${DEFAULT-VALUE}).")
  private String teacherNormalization;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "WHEN",
      defaultValue = "10min",
      description =
          "Steps as 500, minutes as 10min, or epoch; always at an epoch's end (${DEFAULT-VALUE}).")
  private String checkpointEvery;

  @Option(
      names = "--hardware",
      paramLabel = "NAME",
      defaultValue = "nvdla-small-w2a2",
      description =
          "Accelerator whose clocked engine checks the deployed network: a name, a file or none"
              + " (${DEFAULT-VALUE}).")
  private String hardware;

  @Option(names = "--no-deploy", description = "Only train: no integers, no trained.onnx.")
  private boolean trainOnly;

  @Option(names = "--out", required = true, paramLabel = "RUN", description = "Run folder.")
  private Path out;

  @Option(names = "--resume", description = ResumedRun.DESCRIPTION)
  private boolean resume;

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  @Mixin private JsonOption json;

  TrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (listRecipes) {
      console.out().println(RecipeText.all());
      return 0;
    }
    if (showRecipe.isPresent()) {
      console.out().println(RecipeFile.described(showRecipe.get()).stripTrailing());
      return 0;
    }
    Optional<HardwareConfig> accelerator =
        hardware.equals(NO_HARDWARE)
            ? Optional.empty()
            : Optional.of(HardwareCatalog.load(hardware));
    TrainingRequest request =
        request(accelerator.map(h -> h.precision().macBits()).orElse(Bits.of(2)));
    if (quantizers.showPlan()) {
      PreparedNetwork read = PreparedNetwork.read(request.inputs().source());
      BitPlan plan = request.arithmetic().plan();
      console.out().println(PrecisionPlanFile.text(read.network(), plan).stripTrailing());
      return 0;
    }
    accelerator.ifPresent(h -> HardwareWarnings.print(hardware, h, console));
    if (dryRun.isAsked()) {
      return dryRun.print(console, json.isSet(), out, () -> RunEstimate.of(request));
    }
    StopRequest stop = new StopRequest();
    var execution =
        new TrainingRun.Execution(
            out,
            resume,
            CheckpointInterval.parse("--checkpoint-every", checkpointEvery),
            stop,
            trainOnly ? Optional.empty() : Optional.of(extent()),
            console.progress(quiet),
            OriginalWords.of(spec));
    try (StopHook hook =
            StopHook.ofRun(stop, "train", out, "the last step is kept", console.err());
        LivePage page = new LivePage(out)) {
      TrainingRun.Finished finished = TrainingRun.run(request, execution);
      if (spec.commandLine().getParseResult().hasMatchedOption("--hardware")) {
        accelerator.ifPresent(h -> QuantizerOptions.warn(request.arithmetic(), h, console));
      }
      console.out().println(json.isSet() ? VersionedJson.indented(finished) : text(finished));
      return 0;
    } catch (StudyStoppedException | TrainingStoppedException e) {
      return StopHook.INTERRUPTED; // the hook says how to go on
    }
  }

  private TrainingRequest request(Bits macs) {
    return new TrainingRequest(
        new Inputs(model, data.data(), data.normalization(), heldOut, shapes.sizes()),
        quantizers.arithmetic(init == TrainingRequest.Init.IMPORTED, true, macs),
        init,
        teacher(),
        recipe.training(),
        probe.isSet(),
        Execution.of(recipe.seed(), data.threads()));
  }

  private Optional<TrainingRequest.TeacherFile> teacher() {
    if (teacher.isEmpty() && !teacherShapes.isEmpty()) {
      throw new InvalidInputException(
          "--teacher-input-shape: found no --teacher, expected the file whose inputs it sizes");
    }
    InputSizes sizes = InputSizes.parse(teacherShapes);
    return teacher.map(
        file ->
            new TrainingRequest.TeacherFile(new ModelSource(file, sizes), teacherNormalization));
  }

  private IntegerPathRun.Extent extent() {
    IntegerPathRun.Extent usual = IntegerPathRun.Extent.usual(hardware, data.threads());
    return hardware.equals(NO_HARDWARE) ? usual.withoutHardware() : usual;
  }

  private String text(TrainingRun.Finished finished) {
    return text(finished.training())
        + finished.deployment().map(d -> "\n\n" + IntegerPathText.of(d.integers())).orElse("");
  }

  private String text(TrainingOutcome outcome) {
    return String.format(
        Locale.ROOT,
        "top-1 %.2f %% on %,d test images (95 %% interval %.2f to %.2f), best %.2f %% in epoch %d,"
            + " seed %d; run in %s",
        outcome.accuracy().top1Percent(),
        outcome.accuracy().testImages(),
        outcome.accuracy().lower95Percent(),
        outcome.accuracy().upper95Percent(),
        outcome.bestTop1Percent(),
        outcome.bestEpoch(),
        outcome.run().execution().seed(),
        out);
  }
}
