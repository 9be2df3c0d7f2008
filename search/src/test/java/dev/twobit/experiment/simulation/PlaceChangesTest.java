package dev.twobit.experiment.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class PlaceChangesTest {
  /** Of three pairs the first two networks change places: 10 is taken, 9 was to be had. */
  @Test
  void aPairThatChangesPlacesCostsWhatTheOtherWouldHaveSaved() {
    PlaceChanges changes = PlaceChanges.of(List.of(1.0, 2.0, 3.0), List.of(10.0, 9.0, 30.0));
    assertThat(changes.pairs()).isEqualTo(3);
    assertThat(changes.changed()).isEqualTo(1);
    assertThat(changes.largestLoss()).isCloseTo(10 / 9.0 - 1, within(1e-12));
  }

  @Test
  void equalsAreInNoOrder() {
    assertThat(PlaceChanges.of(List.of(1.0, 1.0, 2.0), List.of(5.0, 4.0, 5.0)))
        .isEqualTo(new PlaceChanges(3, 0, 0));
  }

  /** A rising function leaves every pair, the reverse order changes all; either way is the same. */
  @Test
  void onlyTheOrderCounts() {
    Random random = new Random(1);
    for (int seed = 0; seed < 50; seed++) {
      List<Double> first = DoubleStream.generate(random::nextDouble).limit(20).boxed().toList();
      List<Double> second = DoubleStream.generate(random::nextDouble).limit(20).boxed().toList();
      List<Double> risen = first.stream().map(v -> 3 + v * v).toList();
      List<Double> fallen = first.stream().map(v -> 3 - v).toList();
      assertThat(PlaceChanges.of(first, risen)).isEqualTo(new PlaceChanges(190, 0, 0));
      assertThat(PlaceChanges.of(first, fallen).changed()).isEqualTo(190);
      assertThat(PlaceChanges.of(first, second).changed())
          .isEqualTo(PlaceChanges.of(second, first).changed());
      List<Double> sorted = new ArrayList<>(fallen);
      Collections.sort(sorted);
      assertThat(PlaceChanges.of(first, fallen).largestLoss())
          .isCloseTo(sorted.get(19) / sorted.get(0) - 1, within(1e-12));
    }
  }
}
