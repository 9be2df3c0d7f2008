package dev.twobit.cli;

import dev.twobit.json.VersionedJson;
import dev.twobit.simulator.verification.EngineVerification;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code twobit validate engines}. */
@Command(
    name = "engines",
    description = {
      "Run random layers through both engines, which must agree.",
      "Layers and accelerators are random: cycles and counts must be equal, outputs "
          + "those of integer arithmetic."
    },
    footerHeading = "%nExample:%n",
    footer = "  twobit validate engines --pairs 100000")
final class ValidateEnginesCommand implements Callable<Integer> {
  private static final int PROGRESS_PAIRS = 5_000;

  private final Console console;
  @Spec private CommandSpec spec;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      description = "Pairs of layer and accelerator. Default: ${DEFAULT-VALUE}.",
      defaultValue = "1000")
  private int pairs = 1000;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the first pair; the next counts up. Default: ${DEFAULT-VALUE}.",
      defaultValue = "0")
  private long seed;

  @Mixin private JsonOption json;

  ValidateEnginesCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    int wanted = Ranges.atLeastOne(spec, "--pairs", pairs);
    EngineVerification result =
        EngineVerification.run(seed, wanted, done -> progress(done, wanted));
    console.out().println(json.isSet() ? VersionedJson.indented(result) : text(result));
    return result.differences().isEmpty() ? 0 : 1;
  }

  private void progress(long done, long wanted) {
    if (done % PROGRESS_PAIRS == 0 && done < wanted) {
      console.err().printf(Locale.ROOT, "%,d of %,d pairs%n", done, wanted);
    }
  }

  private static String text(EngineVerification result) {
    String sums =
        String.format(
            Locale.ROOT,
            "%,d pairs from seed %d: %,d clocks in %.1f s; %s",
            result.pairs(),
            result.firstSeed(),
            result.clocks(),
            result.seconds(),
            result.differences().isEmpty()
                ? "cycles, counts and outputs equal"
                : result.differences().size() + " unequal");
    return result.differences().isEmpty()
        ? sums
        : sums + "\n" + String.join("\n", result.differences());
  }
}
