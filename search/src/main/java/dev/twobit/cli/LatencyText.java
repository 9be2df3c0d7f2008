package dev.twobit.cli;

import dev.twobit.results.HostResult;
import dev.twobit.results.InferenceResult;
import dev.twobit.results.SimulationRun;
import dev.twobit.simulator.HostLinkTiming;
import java.util.Locale;

/** How long an inference takes, all of it first; below it the parts, where there are several. */
final class LatencyText {
  private static final String INDENT = " ".repeat(10);

  private LatencyText() {}

  static String of(SimulationRun run) {
    InferenceResult inference = run.inference();
    String cycles = String.format(Locale.ROOT, " (%,d cycles)", run.simulation().latencyCycles());
    return String.format(
            Locale.ROOT,
            "latency   %,.4f ms%s%s, %,.1f frames/s%s%n",
            inference.latencyMilliseconds(),
            inference.acceleratorAlone() ? cycles : " an inference",
            images(run),
            inference.framesPerSecond(),
            inference.acceleratorAlone() ? "" : ", one after the other:")
        + (inference.acceleratorAlone()
            ? ""
            : INDENT
                + String.format(
                    Locale.ROOT, "accelerator %,.4f ms", inference.acceleratorMilliseconds())
                + cycles
                + "\n"
                + link(run)
                + host(run));
  }

  private static String images(SimulationRun run) {
    return run.batch() == 1
        ? ""
        : String.format(
            Locale.ROOT,
            " for %,d images, %,.4f ms an image",
            run.batch(),
            run.inference().latencyMillisecondsPerImage());
  }

  private static String link(SimulationRun run) {
    if (!run.hardware().hostLink().isPresent()) {
      return "";
    }
    HostLinkTiming link = run.hostLink();
    return String.format(
        Locale.ROOT,
        """
        %shost link %,.4f ms: inputs and outputs %,.4f ms (%,d bytes),
        %sweights that do not stay on chip %,.4f ms (%,d of %,d bytes), driver %,.4f ms
        """,
        INDENT,
        link.totalMilliseconds(),
        link.transferMilliseconds(),
        link.transferBytes(),
        INDENT + "  ",
        link.streamMilliseconds(),
        link.streamedWeightBytes(),
        link.weightBytes(),
        link.hostMilliseconds());
  }

  private static String host(SimulationRun run) {
    HostResult work = run.host();
    return work.operations().isEmpty()
        ? ""
        : String.format(
            Locale.ROOT,
            "%shost %,.4f ms for %s on %s (a model, not fitted to measurements)%n",
            INDENT,
            work.milliseconds(),
            Text.counted(work.operations().size(), "operator", "operators"),
            Text.printable(work.processor()));
  }
}
