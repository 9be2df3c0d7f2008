package dev.twobit.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.results.RunResults;
import dev.twobit.results.SearchTrajectory;
import dev.twobit.results.SearchVerdict;
import dev.twobit.results.SearchVerdict.Returned;
import dev.twobit.results.SyntheticRun;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HeadlineTest {
  private static final RunResults RUN = SyntheticRun.of(4, "");

  private static RunResults ended(Returned returned, Optional<Integer> residualBits) {
    SearchTrajectory s = RUN.search();
    SearchVerdict verdict = new SearchVerdict(returned, "so it is", 0, 0, residualBits);
    return new RunResults(
        RUN.schemaVersion(),
        RUN.twobitVersion(),
        RUN.request(),
        RUN.setting(),
        RUN.comparison(),
        RUN.simulations(),
        new SearchTrajectory(
            s.method(),
            s.figures(),
            s.epochs(),
            s.expansions(),
            s.decisions(),
            Optional.of(verdict)),
        RUN.findings());
  }

  @ParameterizedTest
  @EnumSource(
      value = Returned.class,
      names = {"ANOTHER", "UNIFORM"})
  void anotherNetworkIsToldWithItsDifference(Returned returned) {
    assertThat(Headline.of(ended(returned, Optional.empty())))
        .startsWith("resnet20.onnx was evaluated with no weights of its own.")
        .contains(" Trained at 2 bits it has 73.90 %, as integers.")
        .contains(" The network found has 75.35 % at ", "no more than chance may do.");
  }

  /** Not as an adapted network with a difference of nothing. */
  @Test
  void theOriginalReturnedIsThisNetworkItself() {
    String at = Format.milliseconds(RUN.adapted().latencyMilliseconds());

    assertThat(Headline.of(ended(Returned.ORIGINAL, Optional.empty())))
        .endsWith(", as integers. What was found is this network itself, at " + at + ".")
        .doesNotContain("The network found", "points");
    assertThat(Headline.of(ended(Returned.ORIGINAL, Optional.of(4))))
        .endsWith("is this network itself, its residual path at 4 bits, at " + at + ".");
  }
}
