package dev.twobit.experiment.exam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GradingTest {
  private static final RankedScore TRUTH = score("truth", 5, 3, 8, 1, 9, 2, 7, 4);

  /** Neighbours in rank are the wrong way round, here and there. */
  private static final RankedScore SIZE = score("MACs x PARAMs", 4, 3, 7, 2, 9, 1, 8, 5);

  private static RankedScore score(String name, double... goodness) {
    List<Double> values = new ArrayList<>();
    for (double g : goodness) {
      values.add(g);
    }
    return new RankedScore(name, true, values);
  }

  private static Grade grade(RankedScore score) {
    return new Grading(TRUTH, SIZE, 1).of(score);
  }

  @Test
  void aScoreThatIsTheTruthHasRhoOneAndPasses() {
    Grade grade = grade(score("itself", 50, 30, 80, 10, 90, 20, 70, 40));

    assertThat(grade.all().rho()).hasValue(1);
    assertThat(grade.all().tau()).hasValue(1);
    assertThat(grade.top().rho()).hasValue(1);
    assertThat(grade.low()).isEqualTo(1);
    assertThat(grade.high()).isEqualTo(1);
    assertThat(grade.ahead()).isGreaterThan(0.8);
    assertThat(grade.passes(grade(SIZE))).isTrue();
  }

  @Test
  void aJudgeThatIsNoBetterThanSizeFailsHoweverGoodItIs() {
    Grade size = grade(SIZE);

    assertThat(size.all().rho().orElseThrow()).isGreaterThan(Grade.LEAST_RHO);
    assertThat(grade(SIZE).passes(size)).isFalse();
    assertThat(size.ahead()).isZero();
  }

  @Test
  void aJudgeThatIsBetterThanUselessSizeNeedsSixTenths() {
    Grade size = grade(score("MACs x PARAMs", 1, 2, 3, 4, 5, 6, 7, 8));
    // Ranks 1 to 8 of the truth against 3 1 2 6 4 8 7 5: sum of squares 4+1+1+4+1+4+0+9 = 24
    Grade some = grade(byRank(3, 1, 2, 6, 4, 8, 7, 5));
    // 5 1 2 7 3 8 4 6: 16+1+1+9+4+4+9+4 = 48
    Grade few = grade(byRank(5, 1, 2, 7, 3, 8, 4, 6));

    assertThat(some.all().rho().orElseThrow()).isCloseTo(1 - 6 * 24 / 504.0, within(1e-12));
    assertThat(some.passes(size)).isTrue();
    assertThat(few.all().rho().orElseThrow()).isCloseTo(1 - 6 * 48 / 504.0, within(1e-12));
    assertThat(few.passes(size)).isFalse();
  }

  /** Goodness of the networks by their rank in truth. */
  private static RankedScore byRank(double... goodness) {
    List<Double> sorted = TRUTH.goodness().stream().sorted().toList();
    return new RankedScore(
        "by rank", true, TRUTH.goodness().stream().map(g -> goodness[sorted.indexOf(g)]).toList());
  }

  @Test
  void theTopHalfIsOfWhatIsBestAfterFullTraining() {
    // Right among the worst four and wrong way round among the best.
    Grade grade = grade(byRank(1, 2, 3, 4, 8, 7, 6, 5));

    assertThat(grade.top().rho().orElseThrow()).isCloseTo(-1, within(1e-12));
    assertThat(grade.top().tau().orElseThrow()).isCloseTo(-1, within(1e-12));
    assertThat(grade.all().rho().orElseThrow()).isPositive();
  }

  @Test
  void aScoreWithoutDifferencesHasNoCorrelationAndFails() {
    Grade grade = grade(score("blind", 1, 1, 1, 1, 1, 1, 1, 1));

    assertThat(grade.all().rho()).isEmpty();
    assertThat(grade.low()).isNaN();
    assertThat(grade.passes(grade(score("MACs x PARAMs", 2, 2, 2, 2, 2, 2, 2, 2)))).isFalse();
  }

  @Test
  void anIntervalIsTheSameForTheSameSeedAndHoldsRho() {
    SplittableRandom random = new SplittableRandom(5);
    double[] noisy =
        TRUTH.goodness().stream().mapToDouble(g -> g + 3 * random.nextDouble()).toArray();
    Grade grade = grade(score("noisy", noisy));

    assertThat(grade).isEqualTo(grade(score("noisy", noisy)));
    assertThat(grade.all().rho().orElseThrow()).isBetween(grade.low(), grade.high());
    assertThat(grade.low()).isLessThan(grade.high());
  }
}
