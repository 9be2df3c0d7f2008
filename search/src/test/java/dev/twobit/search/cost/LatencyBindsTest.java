package dev.twobit.search.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LatencyBindsTest {
  private static final List<String> GIVEN = List.of("latency=1.0x", "params=<=1.05x");

  @Test
  void aLatencyBindsOneFigureOrBoth() {
    assertThat(LatencyBinds.ADDITIVE.applied(GIVEN, 1)).isEqualTo(GIVEN);
    assertThat(LatencyBinds.WHOLE.applied(GIVEN, 1))
        .containsExactly("whole=1.0x", "params=<=1.05x");
    assertThat(LatencyBinds.BOTH.applied(GIVEN, 1))
        .containsExactly("latency=1.0x", "whole=1.0x", "params=<=1.05x");
    assertThat(LatencyBinds.BOTH.applied(List.of("energy=1.0x"), 1)).containsExactly("energy=1.0x");
  }

  /** Layers back to back are those of one image; what is said of them stays as it is. */
  @Test
  void severalImagesAndAWholeBudgetLeaveItAsItIs() {
    for (LatencyBinds binds : LatencyBinds.values()) {
      assertThat(binds.applied(GIVEN, 4)).isEqualTo(GIVEN);
      List<String> apart = List.of("latency=1.1x", "whole=0.9x");
      assertThat(binds.applied(apart, 1)).isEqualTo(apart);
    }
  }
}
