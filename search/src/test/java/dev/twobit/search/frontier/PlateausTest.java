package dev.twobit.search.frontier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.search.space.SearchUnit;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jumps of costs that were made up. */
class PlateausTest {
  private static List<Integer> of(int nominal, int multiple, int widest, IntToDoubleFunction cost) {
    SearchUnit unit = new SearchUnit("u", nominal, List.of(nominal), List.of("u"), multiple);
    return new Plateaus(unit, widest, cost).candidates();
  }

  private static int groups(int width, int lanes) {
    return (width + lanes - 1) / lanes;
  }

  /** A group of lanes costs 10, a channel a tenth of that at most. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3, 1})
  void lastWidthsOfGroupsOfLanesAreCandidates(double channel) {
    assertThat(of(32, 1, 96, w -> 10 * groups(w, 16) + channel * w))
        .containsExactly(16, 32, 48, 64, 80, 96);
    assertThat(of(20, 1, 60, w -> 10 * groups(w, 7) + channel * w))
        .containsExactly(7, 14, 20, 21, 28, 35, 42, 49, 56, 63);
  }

  @Test
  void anOpenedGroupAtTheReachIsFollowedToItsEnd() {
    assertThat(of(10, 1, 30, w -> groups(w, 16))).containsExactly(10, 16, 32);
    assertThat(of(4, 1, 12, w -> groups(w, 16) + 0.001 * w)).contains(16);
  }

  @Test
  void jumpsOfDifferentHeightsAreFound() {
    IntToDoubleFunction cost = w -> 4 * groups(w, 8) + (w > 16 ? 20 : 0);
    assertThat(of(16, 1, 32, cost)).containsExactly(8, 16, 24, 32);
  }

  @Test
  void candidatesAreMultiples() {
    assertThat(of(12, 6, 36, w -> groups(w, 16))).containsExactly(12, 30, 48);
  }

  /** Twelve channels cost less than ten: nobody wants ten. */
  @Test
  void noCandidateIsDearerThanAWiderOne() {
    IntToDoubleFunction cost = w -> w <= 8 ? 1 : w <= 10 ? 5 : w <= 12 ? 4 : 8;
    assertThat(of(9, 1, 16, cost)).containsExactly(8, 9, 12);
  }

  @Test
  void partsOfTheUnitWhereCostsRiseEvenly() {
    assertThat(of(16, 1, 32, w -> 3 * w))
        .containsExactly(2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32);
  }

  @Test
  void wideUnitsHaveFewCandidatesAllOfThemAtJumps() {
    List<Integer> found = of(2048, 1, 6144, w -> groups(w, 16));
    assertThat(found).hasSizeBetween(40, 60).allMatch(w -> w % 16 == 0).contains(2048);
  }
}
