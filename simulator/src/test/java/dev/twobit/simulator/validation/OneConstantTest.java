package dev.twobit.simulator.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class OneConstantTest {
  private static final OneConstant MODEL =
      new OneConstant(List.of(1.0, 2.0, 3.0), List.of(10.0, 20.0, 5.0));

  /** Figures made with a constant of 0.25. */
  private static final List<Double> GIVEN = List.of(3.5, 7.0, 4.25);

  @Test
  void aConstantThatIsThereIsFoundOnEveryPoint() {
    for (int on = 0; on < 3; on++) {
      assertThat(MODEL.fitted(GIVEN, on)).isCloseTo(0.25, within(1e-12));
      assertThat(MODEL.worstOfOthers(GIVEN, on)).isCloseTo(0, within(1e-9));
    }
    assertThat(MODEL.predicted(0.25)).isEqualTo(GIVEN);
  }

  /** The fitted point's own figure is no test of itself: only it moves the constant. */
  @Test
  void othersMoveErrorsAndNotTheConstant() {
    List<Double> doubled = List.of(7.0, 7.0, 4.25);
    assertThat(MODEL.fitted(doubled, 1)).isEqualTo(MODEL.fitted(GIVEN, 1));
    assertThat(MODEL.worstOfOthers(doubled, 1)).isCloseTo(50, within(1e-9));
    assertThat(MODEL.meanOfOthers(doubled, 1)).isCloseTo(25, within(1e-9));
    // 7 = 1 + 0.6 x 10, with which the others are 14 for 7 and 6 for 4.25.
    assertThat(MODEL.worstByFittedPoint(doubled).get(0)).isCloseTo(100, within(1e-9));
  }
}
