package dev.twobit.simulator.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Trials of one constant, on made-up points whose errors can be worked out by hand. */
class SiliconTrialTest {
  private static final NodeScaling SCALING = NodeScaling.all().get(0);

  /** Counted 1, 2, 3 and amounts 10, 20, 5; of the given figures the second is 20 % too high. */
  @Test
  void errorsAreThoseOfThePointsThatAreNotFitted() {
    OneConstant model = new OneConstant(List.of(1.0, 2.0, 3.0), List.of(10.0, 20.0, 5.0));
    List<Double> given = List.of(3.5, 1.2 * 7.0, 4.25);
    SiliconTrial trial = SiliconTrial.of(SCALING, "made up", model, given, 0);

    assertThat(trial.scaling()).isEqualTo(SCALING.name());
    assertThat(trial.constant()).isCloseTo(0.25, within(1e-12));
    // 7 for 8.4, and nothing.
    assertThat(trial.worstErrorPercent()).isCloseTo(100 * (1 - 7 / 8.4), within(1e-9));
    assertThat(trial.meanErrorPercent()).isCloseTo(50 * (1 - 7 / 8.4), within(1e-9));
    // On the second the constant is 0.32: 4.2 for 3.5, 4.6 for 4.25.
    assertThat(trial.worstByFittedPoint().get(1)).isCloseTo(20, within(1e-9));
    assertThat(trial.worstByFittedPoint().get(0)).isEqualTo(trial.worstErrorPercent());
  }

  /**
   * Whichever point is fitted: the unit of what the constant multiplies is in the constant alone.
   */
  @Test
  void unitsOfTheAmountChangeNoError() {
    Random random = new Random(1);
    for (int seed = 0; seed < 100; seed++) {
      List<Double> counted = random.doubles(7).boxed().toList();
      List<Double> amounts = random.doubles(7, 0.1, 2).boxed().toList();
      List<Double> given = random.doubles(7, 1, 3).boxed().toList();
      int on = random.nextInt(7);
      SiliconTrial trial =
          SiliconTrial.of(SCALING, "a", new OneConstant(counted, amounts), given, on);
      List<Double> thousand = amounts.stream().map(a -> 1000 * a).toList();
      SiliconTrial other =
          SiliconTrial.of(SCALING, "a", new OneConstant(counted, thousand), given, on);
      assertThat(other.constant()).isCloseTo(trial.constant() / 1000, within(1e-12));
      assertThat(other.meanErrorPercent()).isCloseTo(trial.meanErrorPercent(), within(1e-9));
      assertThat(other.worstErrorPercent()).isCloseTo(trial.worstErrorPercent(), within(1e-9));
      assertThat(trial.worstByFittedPoint()).hasSize(7);
      assertThat(trial.worstByFittedPoint().get(on)).isEqualTo(trial.worstErrorPercent());
      assertThat(trial.meanErrorPercent()).isLessThanOrEqualTo(trial.worstErrorPercent());
    }
  }

  /** What is printed beside the figures: every scaling, and other meanings with the first one. */
  @Test
  void shippedTrialsCoverEveryScalingAndBeginWithTheOneThatIsShown() {
    NvdlaEnergyValidation energy = NvdlaEnergyValidation.shipped();
    List<SiliconTrial> trials = energy.trials();
    assertThat(trials.subList(0, NodeScaling.all().size()))
        .extracting(SiliconTrial::scaling)
        .containsExactlyElementsOf(NodeScaling.all().stream().map(NodeScaling::name).toList());
    assertThat(trials.get(0).constant()).isEqualTo(energy.milliwattsPerSquareMillimetre());
    assertThat(trials.get(0).worstErrorPercent())
        .isCloseTo(energy.report().worstErrorPercent(), within(1e-9));
    assertThat(trials)
        .allSatisfy(t -> assertThat(t.worstByFittedPoint()).hasSameSizeAs(energy.fittedMacs()));
    assertThat(trials).extracting(t -> t.scaling() + t.form()).doesNotHaveDuplicates();
  }
}
