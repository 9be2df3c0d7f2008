package dev.twobit.cli;

import dev.twobit.json.VersionedJson;
import dev.twobit.network.InvalidInputException;
import dev.twobit.verification.RandomNetworks;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code twobit validate networks}. */
@Command(
    name = "networks",
    description = {
      "Hold random networks to what is so of every network.",
      "On random accelerators: bytes written are bytes read, both engines equal, and "
          + "more that --only names."
    },
    footerHeading = "%nExample:%n",
    footer = "  twobit validate networks --count 10000")
final class ValidateNetworksCommand implements Callable<Integer> {
  private static final int PROGRESS_NETWORKS = 1_000;

  private final Console console;
  @Spec private CommandSpec spec;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Networks, each with an accelerator. Default: ${DEFAULT-VALUE}.",
      defaultValue = "1000")
  private int count = 1000;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the first network; the next counts up. Default: ${DEFAULT-VALUE}.",
      defaultValue = "0")
  private long seed;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description =
          "Hold them to these alone: traffic, elements, engines, spellings, 'passed codes',"
              + " quantized, 'quantized operators' (random operators between quantizers, in five"
              + " spellings, against ONNX Runtime and on both engines). Default: all.")
  private List<String> only = List.of();

  @Mixin private JsonOption json;

  ValidateNetworksCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    int wanted = Ranges.atLeastOne(spec, "--count", count);
    RandomNetworks result =
        RandomNetworks.run(seed, wanted, names(), done -> progress(done, wanted));
    console.out().println(json.isSet() ? VersionedJson.indented(result) : text(result));
    return result.failed() == 0 ? 0 : 1;
  }

  private List<String> names() {
    List<String> all = RandomNetworks.names();
    for (String name : only) {
      if (!all.contains(name)) {
        throw new InvalidInputException(
            "--only: found '" + name + "', expected some of " + String.join(", ", all));
      }
    }
    return only.isEmpty() ? all : only;
  }

  private void progress(long done, long wanted) {
    if (done % PROGRESS_NETWORKS == 0 && done < wanted) {
      console.err().printf(Locale.ROOT, "%,d of %,d networks%n", done, wanted);
    }
  }

  private static String text(RandomNetworks result) {
    String sums =
        String.format(
            Locale.ROOT,
            "%,d networks from seed %d, %s: %,d failures in %.1f s",
            result.networks(),
            result.firstSeed(),
            String.join(", ", result.invariants()),
            result.failed(),
            result.seconds());
    return result.failures().isEmpty() ? sums : sums + "\n" + String.join("\n", result.failures());
  }
}
