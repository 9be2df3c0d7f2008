package dev.twobit.verification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class RandomNetworksTest {
  @Test
  void everyInvariantHoldsOfRandomNetworks() {
    RandomNetworks run = RandomNetworks.run(0, 110, done -> {});
    assertThat(run.failures()).isEmpty();
    assertThat(run.failed()).isZero();
    assertThat(run.networks()).isEqualTo(110);
    assertThat(run.invariants()).contains("traffic", "elements", "engines", "spellings");
  }
}
