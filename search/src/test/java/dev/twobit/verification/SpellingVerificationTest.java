package dev.twobit.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SpellingVerificationTest {
  private static final int NETWORKS = 80;

  @Test
  void oneFunctionCostsTheSameHoweverItIsWritten() {
    assertThat(
            LongStream.range(0, NETWORKS)
                .boxed()
                .flatMap(seed -> SpellingVerification.difference(seed).stream()))
        .isEmpty();
  }
}
