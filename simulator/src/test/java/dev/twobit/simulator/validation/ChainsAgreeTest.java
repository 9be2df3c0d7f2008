package dev.twobit.simulator.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.simulator.array.Launch;
import dev.twobit.simulator.engine.LaunchTimes;
import dev.twobit.simulator.verification.ChainComparison;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Layers back to back: the event engine against the clocked one, and integers. */
@Tag("slow")
class ChainsAgreeTest {
  /** Equality says nothing of what is never drawn. */
  @Test
  void toTheClockAndToEveryBitWithChainsOfEveryKind() {
    List<ChainComparison> chains = LongStream.range(0, 120).mapToObj(ChainComparison::run).toList();
    assertThat(chains).allSatisfy(chain -> assertThat(chain.difference()).isEmpty());
    assertOften(chains, "several layers", c -> c.launches().size() > 1);
    assertOften(chains, "one after another that waits", any((before, l, t) -> l.waits()));
    assertOften(
        chains,
        "fetched while another runs",
        any((before, l, t) -> t[1].fetchBegin() < t[0].macsEnd()));
    assertOften(
        chains,
        "another split of the banks",
        any((before, l, t) -> !l.banks().equals(before.banks())));
    assertOften(chains, "kept weights", any((before, l, t) -> l.band().weightsKept()));
    assertOften(chains, "kernel parts", any((before, l, t) -> l.firstKernel() > 0));
    assertOften(chains, "fused add", any((before, l, t) -> !l.layer().fusedAddBits().isEmpty()));
  }

  private interface Pair {
    boolean is(Launch before, Launch launch, LaunchTimes[] times);
  }

  private static Predicate<ChainComparison> any(Pair pair) {
    return chain -> {
      for (int i = 1; i < chain.launches().size(); i++) {
        LaunchTimes[] times = {chain.times().get(i - 1), chain.times().get(i)};
        if (pair.is(chain.launches().get(i - 1), chain.launches().get(i), times)) {
          return true;
        }
      }
      return false;
    };
  }

  private static void assertOften(
      List<ChainComparison> chains, String kind, Predicate<ChainComparison> is) {
    assertThat(chains.stream().filter(is).count()).as(kind).isGreaterThan(8);
  }
}
