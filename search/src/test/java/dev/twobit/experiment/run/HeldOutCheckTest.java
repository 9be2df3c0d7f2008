package dev.twobit.experiment.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.experiment.trial.EvaluationTrialResult.Part;
import dev.twobit.results.Accuracy;
import org.junit.jupiter.api.Test;

/** When held-out images are said to have been seen. */
class HeldOutCheckTest {
  private static Accuracy test(double percent) {
    return Accuracy.ofImported(percent, 2_000, "ONNX Runtime");
  }

  /** 999 of 1,000 and 1,836 of 2,000: 0.081 by sqrt(0.945 x 0.055 x 0.0015). */
  @Test
  void aDifferenceThatNoChanceExplainsIsToldOf() {
    assertThat(HeldOutCheck.z(0.999, 1_000, 0.918, 2_000)).isCloseTo(9.173, within(0.001));
    assertThat(HeldOutCheck.warning(new Part(99.9, 1_000), test(91.8)).orElseThrow())
        .contains("99.90 %", "91.80 %", "probably seen", "--held-out DATA");
  }

  /** 2.5 points of 1,000 images are 2.4 standard errors; doing worse is no sign of anything. */
  @Test
  void chanceIsNot() {
    assertThat(HeldOutCheck.warning(new Part(94.3, 1_000), test(91.8))).isEmpty();
    assertThat(HeldOutCheck.warning(new Part(50, 1_000), test(91.8))).isEmpty();
    assertThat(HeldOutCheck.warning(new Part(100, 1_000), test(100))).isEmpty();
  }
}
