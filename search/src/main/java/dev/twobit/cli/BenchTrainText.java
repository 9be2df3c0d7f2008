package dev.twobit.cli;

import dev.twobit.benchmark.TrainingBenchmark;
import dev.twobit.simulator.benchmark.Machine;
import dev.twobit.tensor.Precision;
import java.util.Locale;

/** Training speed as text. */
final class BenchTrainText {
  private BenchTrainText() {}

  static String of(TrainingBenchmark b) {
    Machine m = b.machine();
    String load = m.loadAverage() < 0 ? "" : ", load %.1f".formatted(m.loadAverage());
    return String.format(
            Locale.ROOT,
            "twobit    %s, %s, %s%nmachine   %s, %d processors%s%npython    %s%nsteps     ResNet-20,"
                + " batch %d, %s; medians of %d%n%n",
            b.version(),
            m.java(),
            m.system(),
            m.processor(),
            m.processors(),
            load,
            b.python(),
            b.batch(),
            b.convolutions(),
            b.repetitions())
        + speeds(b)
        + (b.bf16().equals("measured") ? "" : "bf16 " + b.bf16() + "\n")
        + "\n"
        + shares(b);
  }

  private static String speeds(TrainingBenchmark b) {
    TextTable table =
        new TextTable()
            .text("step")
            .text("precision")
            .number("threads")
            .number("median ms")
            .number("fastest ms")
            .number("images/s")
            .number("python fp32 ms")
            .number("x python");
    for (TrainingBenchmark.Speed s : b.speeds()) {
      boolean compared = s.timesPython() > 0;
      table.row(
          name(s),
          precision(s.precision()),
          s.threads(),
          TextTable.decimals(s.milliseconds(), 0),
          TextTable.decimals(s.fastestMilliseconds(), 0),
          TextTable.decimals(s.imagesPerSecond(), 1),
          compared ? TextTable.decimals(s.pythonMilliseconds(), 0) : "-",
          compared ? TextTable.decimals(s.timesPython(), 2) : "-");
    }
    return table.render();
  }

  private static String name(TrainingBenchmark.Speed s) {
    return switch (s.step()) {
      case FP32 -> "full precision";
      case W2A2 -> "W2A2, PACT and DoReFa";
      case SUPERNET -> "super-net, W2A2";
    };
  }

  private static String precision(Precision precision) {
    return precision == Precision.BF16 ? "bf16" : "fp32";
  }

  private static String shares(TrainingBenchmark b) {
    StringBuilder text = new StringBuilder();
    for (TrainingBenchmark.Share s : b.quantization()) {
      text.append(
          String.format(
              Locale.ROOT,
              "quantization  %.0f ms, %.1f %% of the W2A2 step in %s on %d threads%n",
              s.milliseconds(),
              s.percent(),
              precision(s.precision()),
              s.threads()));
    }
    return text
        + String.format(
            Locale.ROOT,
            "sites         %d quantized inputs, %d with their scale folded, %d without their ReLU;"
                + " PACT's own gradient%npeak memory   %.0f MiB over all steps; Python %.0f MiB%n",
            b.sites(),
            b.foldedSites(),
            b.sitesWithoutRelu(),
            b.peakMemoryMebibytes(),
            b.pythonPeakMemoryMebibytes());
  }
}
