package dev.twobit.cli;

import dev.twobit.experiment.run.SearchRequest;
import dev.twobit.experiment.run.StartRequest;
import dev.twobit.experiment.run.TeacherRequest;
import dev.twobit.experiment.trial.Execution;
import dev.twobit.experiment.trial.Inputs;
import dev.twobit.experiment.trial.SearchPlan;
import dev.twobit.experiment.trial.TrainingPlan;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.precision.Bits;
import dev.twobit.search.SearchSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of a search but for the network and its data. */
final class SearchOptions {
  @Option(
      names = "--latency-budget",
      paramLabel = "COST",
      description = {
        "1.0x of the 2-bit original, or 3.2ms, 150us, 400000cycles: never more, 95 %% of it aimed"
            + " at.",
        "Any budget: <=1.0x is a limit alone, 1.0x+-5%% and 1.0x-10%%+2%% are bands.",
        "One budget may be a list, 0.6x,0.8x,1.0x: a network for each, in one run."
      })
  private Optional<String> latency = Optional.empty();

  @Option(
      names = "--whole-budget",
      paramLabel = "COST",
      description =
          "Latency with the layers back to back, what simulate calls whole: as --latency-budget.")
  private Optional<String> whole = Optional.empty();

  @Option(
      names = "--energy-budget",
      paramLabel = "COST",
      description = "1.0x of the 2-bit original, or 150uJ, 0.1mJ.")
  private Optional<String> energy = Optional.empty();

  @Option(
      names = {"--macs-budget", "--flops-budget"},
      paramLabel = "COST",
      description = "Multiply-accumulates, the paper's FLOPs: 1.0x, or 40.8M, 1.8G.")
  private Optional<String> flops = Optional.empty();

  @Option(
      names = "--params-budget",
      paramLabel = "COST",
      description = "Parameters: 1.0x, or 0.27M.")
  private Optional<String> params = Optional.empty();

  @Option(
      names = "--sram-budget",
      paramLabel = "COST",
      description =
          "Most of the operand buffer that any layer holds at once: 1.0x, or 64KiB, 65536B.")
  private Optional<String> sram = Optional.empty();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      split = ",",
      defaultValue = "1",
      description =
          "One final training of each network a seed; the search uses the first"
              + " (${DEFAULT-VALUE}).")
  private List<Long> seeds = List.of(1L);

  @Option(names = "--resume", description = ResumedRun.DESCRIPTION)
  private boolean resume;

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  @Option(
      names = "--teacher",
      paramLabel = "WHAT",
      defaultValue = TeacherRequest.ITSELF,
      description =
          "Whom networks learn from, by the recipe's loss.distillation: itself, the file where they"
              + " begin with its weights; none; or a trained FILE.onnx (${DEFAULT-VALUE}).")
  private String teacher;

  @Option(
      names = "--teacher-normalization",
      paramLabel = "NORM",
      defaultValue = "auto",
      description =
          "Of another file: auto, the best on training images; same as the students'; or as"
              + " --normalization (${DEFAULT-VALUE}).")
  private String teacherNormalization;

  @Mixin private RecipeChanges training;
  @Mixin private ProbeOption probe;
  @Mixin private QuantizerOptions quantizers;
  @Mixin private SettingsOptions settings;
  @Mixin private InputShapeOption shapes;
  @Mixin private JsonOption json;

  boolean quiet() {
    return quiet;
  }

  boolean json() {
    return json.isSet();
  }

  SettingsOptions settings() {
    return settings;
  }

  boolean showPlan() {
    return quantizers.showPlan();
  }

  /** The request with these options. */
  SearchRequest request(Path model, String hardware, DataOptions data, Path out) {
    SearchPlan search = SearchPlan.of(settings.method(), settings.settings(), budgets());
    return new SearchRequest(
        new Inputs(
            model,
            data.data(),
            data.normalization(),
            search.searchSettings().images().heldOut(),
            shapes.sizes()),
        hardware,
        start(search.searchSettings(), HardwareCatalog.load(hardware).precision().macBits()),
        search,
        new Execution(seeds, data.threads()),
        out,
        resume);
  }

  private StartRequest start(SearchSettings settings, Bits macs) {
    StartRequest start =
        new StartRequest(
            settings.epochs().init(),
            new TeacherRequest(teacher, teacherNormalization),
            new StartRequest.Training(
                quantizers.arithmetic(false, settings.weights().alphaFromData(), macs),
                training.of(TrainingPlan.of(settings))),
            new StartRequest.Training(
                quantizers.arithmetic(true, true, macs),
                training.of(TrainingPlan.ofImported(settings))));
    return probe.isSet() ? start.probing() : start;
  }

  /** {@code kind=value}, those given. */
  List<String> budgets() {
    List<String> budgets = new ArrayList<>();
    latency.ifPresent(v -> budgets.add("latency=" + v));
    whole.ifPresent(v -> budgets.add("whole=" + v));
    energy.ifPresent(v -> budgets.add("energy=" + v));
    flops.ifPresent(v -> budgets.add("flops=" + v));
    params.ifPresent(v -> budgets.add("params=" + v));
    sram.ifPresent(v -> budgets.add("sram=" + v));
    return budgets;
  }
}
