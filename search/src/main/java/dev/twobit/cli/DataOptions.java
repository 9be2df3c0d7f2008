package dev.twobit.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Images and how they are given to the network, and the threads that work on them. */
final class DataOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DATA",
      description =
          "cifar10:DIR or cifar100:DIR (binary format), images:DIR (train/CLASS/*, test/CLASS/*;"
              + " with ,size=224 cropped to that) or embedded.")
  private String data;

  @Option(
      names = "--normalization",
      paramLabel = "NORM",
      defaultValue = "auto",
      description =
          "auto (measured on the training images), cifar, imagenet, unit (0..1), none (raw pixels)"
              + " or mean,.../std,...; in a search auto takes the best of them for trained weights"
              + " (${DEFAULT-VALUE}).")
  private String normalization;

  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of libtorch (all processors).")
  void setThreads(int threads) {
    this.threads = Ranges.atLeastOne(spec, "--threads", threads);
  }

  String data() {
    return data;
  }

  String normalization() {
    return normalization;
  }

  int threads() {
    return threads;
  }
}
