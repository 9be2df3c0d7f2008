package dev.twobit.cli;

import dev.twobit.json.VersionedJson;
import dev.twobit.verification.LayerVerification;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code twobit validate onnx-runtime}. */
@Command(
    name = "onnx-runtime",
    description = {
      "Hold random convolutions against ONNX Runtime.",
      "With random integers on random accelerators, clock by clock, and as ONNX files "
          + "in ONNX Runtime: all output codes must be equal."
    },
    footerHeading = "%nExample:%n",
    footer = "  twobit validate onnx-runtime --layers 10000")
final class ValidateOnnxRuntimeCommand implements Callable<Integer> {
  private static final int PROGRESS_LAYERS = 1_000;

  private final Console console;
  @Spec private CommandSpec spec;

  @Option(
      names = "--layers",
      paramLabel = "N",
      description = "Layers. Default: ${DEFAULT-VALUE}.",
      defaultValue = "1000")
  private int layers = 1000;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the first layer; the next counts up. Default: ${DEFAULT-VALUE}.",
      defaultValue = "0")
  private long seed;

  @Mixin private JsonOption json;

  ValidateOnnxRuntimeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    int wanted = Ranges.atLeastOne(spec, "--layers", layers);
    LayerVerification result = LayerVerification.run(seed, wanted, done -> progress(done, wanted));
    console.out().println(json.isSet() ? VersionedJson.indented(result) : text(result));
    return result.differences().isEmpty() ? 0 : 1;
  }

  private void progress(long done, long wanted) {
    if (done % PROGRESS_LAYERS == 0 && done < wanted) {
      console.err().printf(Locale.ROOT, "%,d of %,d layers%n", done, wanted);
    }
  }

  private static String text(LayerVerification result) {
    String sums =
        String.format(
            Locale.ROOT,
            "%,d layers from seed %d, all as ConvInteger and %,d also as Conv: %,d codes, %,d"
                + " clocks in %.1f s; %s",
            result.layers(),
            result.firstSeed(),
            result.floatLayers(),
            result.codes(),
            result.clocks(),
            result.seconds(),
            result.differences().isEmpty()
                ? "all codes equal"
                : result.differences().size() + " layers unequal");
    return result.differences().isEmpty()
        ? sums
        : sums + "\n" + String.join("\n", result.differences());
  }
}
