package dev.twobit.search.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MoveChoiceTest {
  private final MoveChoice byLoss =
      new MoveChoice.ByLoss(widths -> widths.getOrDefault("loss", 0) / 100.0);

  /** Its loss is told by its only width, hundredths. */
  private static RatedGenotype rated(int loss, double excess) {
    return new RatedGenotype(Map.of("loss", loss), excess, 0, loss);
  }

  private RatedGenotype chosen(RatedGenotype from, RatedGenotype... moves) {
    return byLoss.of(from, List.of(moves)).orElseThrow();
  }

  @Test
  void theLeastRiseForWhatIsGivenBack() {
    RatedGenotype from = rated(100, 0.5);
    RatedGenotype little = rated(101, 0.49);
    RatedGenotype much = rated(105, 0.3);
    RatedGenotype dear = rated(130, 0);
    // rises of 1 in 0.01, 5 in 0.2, 30 in 0.5
    assertThat(chosen(from, little, much, dear)).isEqualTo(much);
    assertThat(chosen(from, dear, little)).isEqualTo(dear);
  }

  /** A loss that falls by chance is no reason to give back little. */
  @Test
  void ofWhatCostsNothingTheMoveThatGivesBackMost() {
    RatedGenotype from = rated(100, 0.5);
    assertThat(chosen(from, rated(90, 0.49), rated(99, 0.2), rated(95, 0.3)))
        .isEqualTo(rated(99, 0.2));
  }

  @Test
  void withinTheBudgetsTheLowestLoss() {
    RatedGenotype from = rated(100, 0);
    assertThat(chosen(from, rated(98, 0), rated(97, 0), rated(99, 0))).isEqualTo(rated(97, 0));
    assertThat(byLoss.isBetter(rated(97, 0), from)).isTrue();
    assertThat(byLoss.isBetter(from, from)).isFalse();
    assertThat(byLoss.of(from, List.of())).isEmpty();
  }
}
