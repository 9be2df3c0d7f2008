package dev.twobit.cli;

import dev.twobit.json.VersionedJson;
import dev.twobit.simulator.benchmark.Machine;
import dev.twobit.training.LoadingSpeed;
import dev.twobit.training.data.DatasetPair;
import dev.twobit.training.data.ImageDataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code twobit bench data}. */
@Command(
    name = "data",
    description = {
      "Time what loading images costs a training step.",
      "A step of ResNet-8 with its images at hand, made by the step itself, and made "
          + "in the background, in turn."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  twobit bench data --data cifar10:cifar10 \\",
      "    --data images:imagenet,size=224 --batch 32"
    })
final class BenchDataCommand implements Callable<Integer> {
  private static final int ROUNDS = 5;

  private final Console console;

  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      defaultValue = "embedded",
      description =
          "As for training: cifar10:DIR, cifar100:DIR, images:DIR, images:DIR,size=N or embedded;"
              + " may be repeated (${DEFAULT-VALUE}).")
  private List<String> data = new ArrayList<>();

  private int batch = 128;
  private int steps = 8;
  private int threads = Runtime.getRuntime().availableProcessors();
  private Optional<Integer> loaders = Optional.empty();

  @Mixin private JsonOption json;

  BenchDataCommand(Console console) {
    this.console = console;
  }

  @Option(names = "--batch", paramLabel = "N", description = "Images in a step (128).")
  void setBatch(int batch) {
    this.batch = Ranges.atLeastOne(spec, "--batch", batch);
  }

  @Option(names = "--steps", paramLabel = "N", description = "Steps in each of 5 rounds (8).")
  void setSteps(int steps) {
    this.steps = Ranges.atLeastOne(spec, "--steps", steps);
  }

  @Option(names = "--threads", paramLabel = "N", description = "Of libtorch (all processors).")
  void setThreads(int threads) {
    this.threads = Ranges.atLeastOne(spec, "--threads", threads);
  }

  @Option(
      names = "--loaders",
      paramLabel = "N",
      description = "Background threads (1 where images are in memory, else all processors).")
  void setLoaders(int loaders) {
    this.loaders = Optional.of(Ranges.atLeastOne(spec, "--loaders", loaders));
  }

  /** Everything printed. */
  record Result(Machine machine, List<LoadingSpeed> steps) {}

  @Override
  public Integer call() {
    Machine machine = Machine.current();
    List<LoadingSpeed> speeds = new ArrayList<>();
    for (String each : data) {
      console.err().println("timing " + each);
      ImageDataset train = DatasetPair.load(each).train();
      var effort =
          new LoadingSpeed.Effort(
              batch, threads, loaders.orElse(train.loaderThreads()), ROUNDS, steps);
      speeds.add(LoadingSpeed.measure(each, train, effort));
    }
    console
        .out()
        .println(json.isSet() ? VersionedJson.indented(new Result(machine, speeds)) : text(speeds));
    return 0;
  }

  private static String text(List<LoadingSpeed> speeds) {
    TextTable table =
        new TextTable()
            .text("data")
            .text("image")
            .number("batch")
            .number("threads")
            .number("loaders")
            .number("ready ms")
            .number("background ms")
            .number("inline ms")
            .number("making ms")
            .number("background/ready")
            .number("inline/ready");
    for (LoadingSpeed s : speeds) {
      table.row(
          s.data(),
          s.shape(),
          s.batch(),
          s.threads(),
          s.loaders(),
          TextTable.decimals(s.readyMilliseconds(), 1),
          TextTable.decimals(s.backgroundMilliseconds(), 1),
          TextTable.decimals(s.inlineMilliseconds(), 1),
          TextTable.decimals(s.makingMilliseconds(), 1),
          TextTable.decimals(s.backgroundRatio(), 3),
          TextTable.decimals(s.inlineRatio(), 3));
    }
    return table.render().stripTrailing()
        + "\nms: of a step, median of 5 rounds; making: one batch on one thread, nothing beside";
  }
}
