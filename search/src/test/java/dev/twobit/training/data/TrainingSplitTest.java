package dev.twobit.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which training images are held out, and that no other is. */
class TrainingSplitTest {
  private static final int CLASSES = 3;

  /** Images of two pixels: the image's number and its label. */
  private static ImageDataset images(int first, int... labels) {
    byte[] pixels = new byte[2 * labels.length];
    for (int i = 0; i < labels.length; i++) {
      pixels[2 * i] = (byte) (first + i);
      pixels[2 * i + 1] = (byte) labels[i];
    }
    return new ImagesInMemory("few", pixels, labels, 1, 1, 2, CLASSES);
  }

  private static int[] numbers(ImageDataset data) {
    byte[] image = new byte[2];
    return IntStream.range(0, data.size())
        .map(
            i -> {
              data.read(i, image, 0);
              return image[0];
            })
        .toArray();
  }

  private static int[] perClass(ImageDataset data) {
    int[] counts = new int[CLASSES];
    Arrays.stream(data.labels()).forEach(label -> counts[label]++);
    return counts;
  }

  private static int[] labels(int zeros, int ones, int twos) {
    return IntStream.range(0, zeros + ones + twos)
        .map(i -> i < zeros ? 0 : i < zeros + ones ? 1 : 2)
        .toArray();
  }

  @Test
  void everyClassGivesItsShareAndEveryImageIsInOneOfTheParts() {
    TrainingSplit split = TrainingSplit.of(images(0, labels(60, 30, 10)), 20);

    assertThat(perClass(split.heldOut())).containsExactly(12, 6, 2);
    assertThat(perClass(split.train())).containsExactly(48, 24, 8);
    assertThat(numbers(split.train())).isSorted().doesNotContain(numbers(split.heldOut()));
    assertThat(numbers(split.heldOut())).isSorted().doesNotHaveDuplicates();
  }

  /** 7 of 10, 10 and 5 images: 2.8, 2.8 and 1.4. */
  @Test
  void sharesThatAreNoWholeNumberGoByTheLargestRemainder() {
    TrainingSplit split = TrainingSplit.of(images(0, labels(10, 10, 5)), 7);

    assertThat(perClass(split.heldOut())).containsExactly(3, 3, 1);
  }

  @Test
  void theChoiceIsTheSameEveryTimeAndNotTheFirstImages() {
    ImageDataset all = images(0, labels(40, 40, 40));

    int[] chosen = BalancedChoice.of(all, 30);

    assertThat(BalancedChoice.of(images(0, labels(40, 40, 40)), 30)).isEqualTo(chosen);
    assertThat(chosen).hasSize(30).isNotEqualTo(IntStream.range(0, 30).toArray());
    assertThat(BalancedChoice.of(all, 120)).isEqualTo(IntStream.range(0, 120).toArray());
    assertThat(BalancedChoice.of(all, 0)).isEmpty();
  }

  @Test
  void imagesThatAreHeldOutAreNotTrainedOn() {
    TrainingSplit split = TrainingSplit.apart(images(0, 0, 1, 2, 0), images(2, 2, 0, 1));

    assertThat(numbers(split.train())).containsExactly(0, 1);
    assertThat(numbers(split.heldOut())).containsExactly(2, 3, 4);
    ImageDataset apart = images(0, 0, 1);
    assertThat(TrainingSplit.apart(apart, images(50, 2, 0)).train()).isSameAs(apart);
  }

  @Test
  void unitIsFromZeroToOne() {
    Normalization unit = Normalization.parse("unit", 1);

    assertThat(unit.apply(0, 0)).isZero();
    assertThat(unit.apply(255, 0)).isEqualTo(1f);
    assertThat(unit.apply(51, 0)).isEqualTo(0.2f);
    assertThat(unit.spec()).isEqualTo("unit");
  }
}
