package dev.twobit.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.network.InvalidInputException;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.ImagesInMemory;
import dev.twobit.training.data.Normalization;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SearchScheduleTest {
  private static final SearchSettings TEN =
      SearchSettings.preset("paper").with("warmup-epochs", "4").with("search-epochs", "10");

  @Test
  void eachPhaseHasItsOwnCosine() {
    SearchSchedule schedule = new SearchSchedule(TEN.with("warmup-learning-rate", "0.2"), 1);
    assertThat(schedule.epochs()).isEqualTo(14);
    assertThat(schedule.at(0).rate()).isEqualTo(0.2);
    assertThat(schedule.at(2).rate()).isCloseTo(0.1, within(1e-12));
    assertThat(schedule.at(3).temperature()).isEqualTo(5);
    assertThat(schedule.at(3).searches()).isFalse();
    assertThat(schedule.at(3).expands()).isFalse();
    assertThat(schedule.at(4).searches()).isTrue();
    assertThat(schedule.at(4).rate()).isEqualTo(0.1);
    assertThat(schedule.at(4).temperature()).isEqualTo(5);
    assertThat(schedule.at(9).rate()).isCloseTo(0.05, within(1e-12));
    assertThat(schedule.at(9).temperature()).isCloseTo(2.55, within(1e-12));
  }

  @Test
  void theSearchMayRiseFirstAndMayCoolInALine() {
    SearchSchedule schedule =
        new SearchSchedule(
            TEN.with("rate-warmup-epochs", "2").with("temperature", "linear(10,0)"), 1);
    assertThat(schedule.at(4).rate()).isEqualTo(0.05);
    assertThat(schedule.at(5).rate()).isEqualTo(0.1);
    assertThat(schedule.at(6).rate()).isEqualTo(0.1);
    assertThat(schedule.at(10).rate()).isCloseTo(0.05, within(1e-12));
    assertThat(schedule.at(9).temperature()).isCloseTo(5, within(1e-12));
  }

  @Test
  void theLastShareDoesNotExpand() {
    SearchSchedule schedule = new SearchSchedule(TEN.with("freeze-expansion-share", "0.2"), 1);
    assertThat(IntStream.range(4, 14).filter(e -> schedule.at(e).expands()).toArray())
        .containsExactly(4, 5, 6, 7, 8, 9, 10, 11);
  }

  @Test
  void halvesHaveEqualClassSharesAndNothingInCommon() {
    ImageDataset images = unbalanced();
    int[][] halves = images.parts(111, 0.5);
    Set<Integer> all = new HashSet<>();
    for (int[] half : halves) {
      Arrays.stream(half).forEach(all::add);
    }
    assertThat(all).hasSize(images.size());
    assertThat(count(images, halves[0], 0)).isEqualTo(15);
    assertThat(count(images, halves[1], 0)).isEqualTo(15);
    assertThat(count(images, halves[0], 1)).isEqualTo(4);
    assertThat(count(images, halves[1], 1)).isEqualTo(3);
    assertThat(images.parts(111, 0.5)[0]).isEqualTo(halves[0]);
    assertThat(images.parts(112, 0.5)[0]).isNotEqualTo(halves[0]);
  }

  private static long count(ImageDataset images, int[] half, int label) {
    return Arrays.stream(half).filter(i -> images.label(i) == label).count();
  }

  private static ImageDataset unbalanced() {
    int[] labels = new int[37];
    Arrays.fill(labels, 30, 37, 1);
    return new ImagesInMemory("unbalanced", new byte[37], labels, 1, 1, 1, 2);
  }

  @Test
  void aSmallerPartLeavesTheOthersToTheWeights() {
    ImageDataset images = unbalanced();
    int[][] parts = images.parts(111, 0.2);
    assertThat(count(images, parts[1], 0)).isEqualTo(6);
    assertThat(count(images, parts[1], 1)).isEqualTo(1);
    assertThat(parts[0].length + parts[1].length).isEqualTo(37);
    SearchSettings share = TEN.with("batch-size", "8").with("architecture-share", "0.2");
    Normalization normalization = Normalization.measured(images);
    assertThat(new SearchData(images, normalization, share).steps()).isEqualTo(3);
    assertThat(
            new SearchData(images, normalization, share.with("architecture-share", "0.5")).steps())
        .isEqualTo(2);
    assertThatThrownBy(
            () -> new SearchData(images, normalization, share.with("architecture-share", "0.01")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "'architecture-share': found 0.01 of 37 images, which is none of any class,"
                + " expected more");
  }

  @Test
  void anInheritedSuperNetIsTrainedAtAShareOfTheRates() {
    SearchSchedule schedule = new SearchSchedule(TEN, 0.2);
    assertThat(schedule.at(0).rate()).isCloseTo(0.02, within(1e-12));
    assertThat(schedule.at(4).rate()).isCloseTo(0.02, within(1e-12));
  }

  @Test
  void someImagesOfEachClassAreSeen() {
    SearchData data =
        new SearchData(
            SearchTasks.images(64),
            Normalization.measured(SearchTasks.images(64)),
            TEN.with("images-per-class", "6").with("batch-size", "4"));
    // 4 classes of 6 images, 3 of each in a half of 12.
    assertThat(data.steps()).isEqualTo(3);
  }
}
