package dev.twobit.cli;

import dev.twobit.experiment.searchcheck.CheckedSearch;
import dev.twobit.experiment.searchcheck.CheckedSearch.Outcome;
import dev.twobit.experiment.searchcheck.FewImages;
import dev.twobit.experiment.searchcheck.NetworkFiles;
import dev.twobit.experiment.searchcheck.SearchChecks;
import dev.twobit.json.VersionedJson;
import dev.twobit.search.baseline.SearchMethodRegistry;
import dev.twobit.tensor.Torch;
import dev.twobit.training.data.DatasetPair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** {@code twobit validate searches}. */
@Command(
    name = "searches",
    description = {
      "Run short searches by every method on every network.",
      "A search of a step or two by every method under every coupling, on a few "
          + "images. Ends with 1 if one fails, or none runs; a network or search that is "
          + "refused in one line is none that fails."
    },
    footerHeading = "%nExample:%n",
    footer = "  twobit validate searches models --pixels 64")
final class ValidateSearchesCommand implements Callable<Integer> {
  private final Console console;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NETWORKS",
      arity = "1..*",
      description =
          "ONNX files, or folders of them: those that INDEX.csv lists, or if there is none, all.")
  private List<Path> networks = List.of();

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description =
          "As of search, for the networks whose images and classes they fit. Default, and for the"
              + " others: noise.")
  private Optional<String> data = Optional.empty();

  @Option(
      names = "--hardware",
      paramLabel = "NAME",
      description = "Accelerator: a name or a file (${DEFAULT-VALUE}).",
      defaultValue = "nvdla-small-w2a2")
  private String hardware = "nvdla-small-w2a2";

  @Option(
      names = "--budget",
      paramLabel = "KIND=COST",
      description =
          "As studies have it: flops, params, latency, whole, energy or sram-peak"
              + " (${DEFAULT-VALUE}).",
      defaultValue = "latency=<=1.0x")
  private String budget = "latency=<=1.0x";

  @Option(
      names = "--methods",
      paramLabel = "NAME[,NAME...]",
      split = ",",
      description = "Methods of search. Default: all.")
  private List<String> methods = SearchMethodRegistry.namesAlone();

  @Option(
      names = "--pixels",
      paramLabel = "N",
      description =
          "Height and width of images of networks that have larger ones and can have others"
              + " (${DEFAULT-VALUE}).",
      defaultValue = "64")
  private int pixels = 64;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of libtorch (${DEFAULT-VALUE}).",
      defaultValue = "1")
  private int threads = 1;

  @Mixin private JsonOption json;

  ValidateSearchesCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    return OptionNames.ofStudies(this::run);
  }

  private int run() throws IOException {
    int most = Ranges.atLeastOne(spec, "--pixels", pixels);
    Torch.useThreads(Ranges.atLeastOne(spec, "--threads", threads));
    FewImages images = new FewImages(data.map(DatasetPair::load));
    List<CheckedSearch> all = new ArrayList<>();
    SearchChecks checks = new SearchChecks(images, hardware, List.of(budget), methods);
    for (Path file : NetworkFiles.of(networks)) {
      all.addAll(checks.run(file, most, this::progress));
    }
    console.out().println(json.isSet() ? VersionedJson.indented(all) : CheckedSearchText.of(all));
    boolean some = all.stream().anyMatch(s -> s.outcome() == Outcome.OK);
    return some && all.stream().noneMatch(s -> s.outcome() == Outcome.FAILED) ? 0 : 1;
  }

  private void progress(CheckedSearch search) {
    if (!json.isSet()) {
      console
          .err()
          .printf(
              Locale.ROOT,
              "%s %s %s: %s, %.1f s%n",
              search.network(),
              String.join("+", search.couplings()),
              search.method(),
              search.message().orElse("ok"),
              search.seconds());
    }
  }
}
