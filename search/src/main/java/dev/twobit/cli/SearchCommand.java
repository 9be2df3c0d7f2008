package dev.twobit.cli;

import dev.twobit.experiment.run.SearchRequest;
import dev.twobit.experiment.simulation.PrecisionPlanFile;
import dev.twobit.experiment.study.RunEstimate;
import dev.twobit.experiment.trial.PreparedNetwork;
import dev.twobit.experiment.trial.StudyStoppedException;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.json.VersionedJson;
import dev.twobit.precision.BitPlan;
import dev.twobit.results.FinishedRun;
import dev.twobit.search.baseline.SearchMethodRegistry;
import dev.twobit.training.StopRequest;
import dev.twobit.training.TrainingStoppedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code twobit search}. */
@Command(
    name = "search",
    description = "Search channel counts under a budget, train, export and report.",
    footerHeading = "%nExample:%n",
    footer = {
      "  twobit search resnet20.onnx --hardware nvdla-small-w2a2 \\",
      "    --latency-budget 1.0x --data cifar10:cifar10 --preset small --out run"
    })
final class SearchCommand implements Callable<Integer> {
  private final Console console;
  private final SearchRunner runner;

  @Parameters(paramLabel = "MODEL.onnx", description = "ONNX file.")
  private Path model;

  @Option(
      names = "--hardware",
      required = true,
      paramLabel = "NAME",
      description = "Name from 'twobit hardware list', or a YAML file.")
  private String hardware;

  @Option(
      names = "--out",
      paramLabel = "RUN",
      description = "Run folder (runs/search, or the next free runs/search-N).")
  private Optional<Path> out = Optional.empty();

  @Spec private CommandSpec spec;
  @Mixin private DataOptions data;
  @Mixin private SearchOptions options;
  @Mixin private DryRun dryRun;

  SearchCommand(Console console, SearchRunner runner) {
    this.console = console;
    this.runner = runner;
  }

  @Override
  public Integer call() throws IOException {
    SettingsOptions settings = options.settings();
    if (settings.show()) {
      console
          .out()
          .println(
              SearchMethodRegistry.settings(settings.method(), settings.settings())
                  .toYaml()
                  .stripTrailing());
      return 0;
    }
    SearchRequest request =
        options
            .request(model, hardware, data, out.orElseGet(() -> FreeFolder.next("search")))
            .by(OriginalWords.of(spec));
    if (options.showPlan()) {
      PreparedNetwork read = PreparedNetwork.read(request.inputs().source());
      BitPlan plan = request.arithmetic().plan();
      console.out().println(PrecisionPlanFile.text(read.network(), plan).stripTrailing());
      return 0;
    }
    HardwareWarnings.print(hardware, console); // before what may take days
    if (dryRun.isAsked()) {
      return dryRun.print(console, options.json(), request.out(), () -> RunEstimate.of(request));
    }
    StopRequest stop = new StopRequest();
    try (StopHook hook =
        StopHook.ofRun(stop, "search", request.out(), "finished epochs are kept", console.err())) {
      FinishedRun results = runner.run(request, stop, console.progress(options.quiet()));
      HardwareConfig accelerator = HardwareCatalog.load(hardware);
      QuantizerOptions.warn(request.arithmetic(), accelerator, console);
      console
          .out()
          .println(
              options.json()
                  ? VersionedJson.indented(results)
                  : RunSummary.of(results, request.out()));
      return 0;
    } catch (StudyStoppedException | TrainingStoppedException e) {
      return StopHook.INTERRUPTED; // the hook says how to go on
    }
  }
}
