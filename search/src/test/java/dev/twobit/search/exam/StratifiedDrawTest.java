package dev.twobit.search.exam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StratifiedDrawTest {
  private static final List<String> UNITS = List.of("trunk", "same", "inner", "last");

  /** Two widths of the trunk, very unequally many; three of an inner unit; many of the last. */
  private static List<Map<String, Integer>> networks() {
    List<Map<String, Integer>> all = new ArrayList<>();
    for (int inner = 1; inner <= 3; inner++) {
      for (int last = 1; last <= 20; last++) {
        all.add(Map.of("trunk", 8, "same", 5, "inner", inner, "last", last));
      }
      all.add(Map.of("trunk", 16, "same", 5, "inner", inner, "last", 1));
    }
    return all;
  }

  private static Map<List<Object>, Long> strata(List<Map<String, Integer>> drawn) {
    return drawn.stream()
        .collect(
            Collectors.groupingBy(
                n -> List.of(n.get("trunk"), n.get("inner")), Collectors.counting()));
  }

  @Test
  void everyStratumOfTheFirstDifferingUnitsHasItsTurn() {
    List<Map<String, Integer>> drawn = new StratifiedDraw(UNITS, 1).of(networks(), 6);

    assertThat(strata(drawn)).hasSize(6).allSatisfy((stratum, count) -> assertThat(count).isOne());
  }

  @Test
  void whatStrataHaveNoMoreOfOthersGive() {
    List<Map<String, Integer>> drawn = new StratifiedDraw(UNITS, 1).of(networks(), 15);

    assertThat(drawn).hasSize(15).doesNotHaveDuplicates();
    assertThat(strata(drawn)).hasSize(6);
    assertThat(strata(drawn).get(List.of(16, 2))).isOne();
    assertThat(strata(drawn).get(List.of(8, 2))).isEqualTo(4);
  }

  @Test
  void aSeedDecides() {
    List<Map<String, Integer>> drawn = new StratifiedDraw(UNITS, 7).of(networks(), 9);

    assertThat(new StratifiedDraw(UNITS, 7).of(networks(), 9)).isEqualTo(drawn);
    assertThat(new StratifiedDraw(UNITS, 8).of(networks(), 9)).isNotEqualTo(drawn);
  }

  @Test
  void fewerNetworksThanAreWantedAreAllDrawn() {
    assertThat(new StratifiedDraw(UNITS, 1).of(networks(), 100))
        .containsExactlyInAnyOrderElementsOf(networks());
    assertThat(new StratifiedDraw(UNITS, 1).of(List.of(), 3)).isEmpty();
  }

  /** More strata than networks: each of those drawn is of another one. */
  @Test
  void oneUnitOfManyWidthsIsStrataStill() {
    List<Map<String, Integer>> all = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      all.add(Map.of("trunk", i / 3, "last", i % 3));
    }

    assertThat(new StratifiedDraw(UNITS, 2).of(all, 8))
        .extracting(n -> n.get("trunk"))
        .hasSize(8)
        .doesNotHaveDuplicates();
  }
}
