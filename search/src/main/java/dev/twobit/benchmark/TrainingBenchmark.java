package dev.twobit.benchmark;

import dev.twobit.results.TwobitVersion;
import dev.twobit.simulator.benchmark.Machine;
import dev.twobit.tensor.ConvolutionBackend;
import dev.twobit.tensor.Precision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The speed of training steps of ResNet-20 as a user meets it, beside the same steps in Python's
 * PyTorch: every repetition runs every step once on either side, one after the other.
 *
 * @param convolutions how libtorch's convolutions are used here
 * @param batch images a step
 * @param python version of PyTorch, or why it was not run
 * @param bf16 "measured", or why not
 * @param sites how many layers' inputs are quantized in W2A2
 * @param foldedSites of these, those whose scale is folded into the batch normalization before it
 * @param sitesWithoutRelu of these, those whose ReLU is not computed because the clip does it
 * @param peakMemoryMebibytes of this process over all steps; 0 where the system does not tell
 * @param pythonPeakMemoryMebibytes of the Python process over all its steps; 0 if not run
 */
public record TrainingBenchmark(
    String version,
    Machine machine,
    String convolutions,
    int batch,
    int repetitions,
    String python,
    String bf16,
    int sites,
    int foldedSites,
    int sitesWithoutRelu,
    List<Speed> speeds,
    List<Share> quantization,
    double peakMemoryMebibytes,
    double pythonPeakMemoryMebibytes) {

  /** Images a step. */
  public static final int BATCH = 128;

  private static final int WARM_UP_STEPS = 2;

  /**
   * One kind of step.
   *
   * @param milliseconds median
   * @param pythonMilliseconds median of the same step in Python, in float32; 0 if not run
   * @param timesPython median over repetitions of Python's time by ours; 0 if not run
   */
  public record Speed(
      StepKind step,
      Precision precision,
      int threads,
      double milliseconds,
      double fastestMilliseconds,
      double imagesPerSecond,
      double pythonMilliseconds,
      double timesPython) {}

  /**
   * What quantization adds to a step: median over repetitions of W2A2 less full precision.
   *
   * @param percent of the W2A2 step
   */
  public record Share(Precision precision, int threads, double milliseconds, double percent) {}

  /**
   * @param threads numbers of threads to measure with
   * @param python the interpreter to compare with
   * @param repetitions at least 1
   */
  public record Settings(List<Integer> threads, String python, int repetitions) {
    public Settings {
      threads = List.copyOf(threads);
    }
  }

  /**
   * Measures all of it.
   *
   * @param progress told what is measured next
   */
  public static TrainingBenchmark measure(Settings settings, Consumer<String> progress)
      throws IOException {
    Machine machine = Machine.current();
    boolean bf16 = Precision.BF16.isNative();
    List<Precision> precisions =
        bf16 ? List.of(Precision.FLOAT32, Precision.BF16) : List.of(Precision.FLOAT32);
    BenchmarkSteps steps = new BenchmarkSteps(precisions);
    try (PythonSteps python = PythonSteps.start(settings.python())) {
      List<Speed> speeds = new ArrayList<>();
      List<Share> shares = new ArrayList<>();
      for (int threads : settings.threads()) {
        PairedTimes times = new PairedTimes(threads, precisions);
        for (int i = 0; i < settings.repetitions(); i++) {
          progress.accept(
              "steps on %d threads, repetition %d of %d"
                  .formatted(threads, i + 1, settings.repetitions()));
          times.repetition(steps, python, i == 0 ? WARM_UP_STEPS : 0);
        }
        speeds.addAll(times.speeds(BATCH));
        shares.addAll(times.shares());
      }
      return new TrainingBenchmark(
          TwobitVersion.current(),
          machine,
          ConvolutionBackend.current().description(),
          BATCH,
          settings.repetitions(),
          python.description(),
          bf16 ? "measured" : "not measured: the processor has no bfloat16 of its own",
          steps.sites(),
          0,
          steps.sitesWithoutRelu(),
          speeds,
          shares,
          PeakMemory.mebibytes(Optional.empty()),
          python.peakMebibytes());
    }
  }
}
