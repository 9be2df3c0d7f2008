package dev.twobit.cli;

import dev.twobit.json.VersionedJson;
import dev.twobit.simulator.verification.ChainVerification;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code twobit validate chains}. */
@Command(
    name = "chains",
    description = {
      "Run random layers back to back through both engines.",
      "On random dot-product arrays: every clock of every operation must be equal, "
          + "outputs those of integer arithmetic."
    },
    footerHeading = "%nExample:%n",
    footer = "  twobit validate chains --chains 10000")
final class ValidateChainsCommand implements Callable<Integer> {
  private static final int PROGRESS_CHAINS = 1_000;

  private final Console console;
  @Spec private CommandSpec spec;

  @Option(
      names = "--chains",
      paramLabel = "N",
      description = "Chains of layers. Default: ${DEFAULT-VALUE}.",
      defaultValue = "200")
  private int chains = 200;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the first chain; the next counts up. Default: ${DEFAULT-VALUE}.",
      defaultValue = "0")
  private long seed;

  @Mixin private JsonOption json;

  ValidateChainsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    int wanted = Ranges.atLeastOne(spec, "--chains", chains);
    ChainVerification result = ChainVerification.run(seed, wanted, done -> progress(done, wanted));
    console.out().println(json.isSet() ? VersionedJson.indented(result) : text(result));
    return result.differences().isEmpty() ? 0 : 1;
  }

  private void progress(long done, long wanted) {
    if (done % PROGRESS_CHAINS == 0 && done < wanted) {
      console.err().printf(Locale.ROOT, "%,d of %,d chains%n", done, wanted);
    }
  }

  private static String text(ChainVerification result) {
    String sums =
        String.format(
            Locale.ROOT,
            "%,d chains of %,d operations from seed %d: %,d clocks in %.1f s; %s",
            result.chains(),
            result.operations(),
            result.firstSeed(),
            result.clocks(),
            result.seconds(),
            result.differences().isEmpty()
                ? "clocks and outputs equal"
                : result.differences().size() + " unequal");
    return result.differences().isEmpty()
        ? sums
        : sums + "\n" + String.join("\n", result.differences());
  }
}
