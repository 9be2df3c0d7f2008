package dev.twobit.search.contest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.ImagesInMemory;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HeldOutTest {
  /** Image i has the pixel i, and a class of which there are more the higher it is. */
  private static ImageDataset images(int count) {
    byte[] pixels = new byte[count];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      pixels[i] = (byte) i;
      labels[i] = (int) Math.sqrt(i % 9);
    }
    return new ImagesInMemory("numbered", pixels, labels, 1, 1, 1, 3);
  }

  private static Set<Byte> pixels(ImageDataset part) {
    Set<Byte> all = new HashSet<>();
    byte[] one = new byte[1];
    for (int i = 0; i < part.size(); i++) {
      part.read(i, one, 0);
      all.add(one[0]);
    }
    return all;
  }

  @Test
  void theFinalSeesNoImageOfTheRungsAndBothHaveAllClassesAlike() {
    HeldOut heldOut = HeldOut.of(images(180), 0.5);
    ImageDataset rungs = heldOut.of(HeldOut.Part.RUNGS);
    ImageDataset last = heldOut.of(HeldOut.Part.FINAL);
    Set<Byte> all = pixels(rungs);
    assertThat(all).doesNotContainAnyElementsOf(pixels(last));
    all.addAll(pixels(last));
    assertThat(all).hasSize(180);
    for (int label = 0; label < 3; label++) {
      int of = label;
      long inRungs = Arrays.stream(rungs.labels()).filter(l -> l == of).count();
      long inFinal = Arrays.stream(last.labels()).filter(l -> l == of).count();
      assertThat(inRungs).isEqualTo(inFinal);
    }
    assertThat(pixels(HeldOut.of(images(180), 0.5).of(HeldOut.Part.FINAL))).isEqualTo(pixels(last));
  }

  @Test
  void theFinalHasItsShareOfEveryClass() {
    HeldOut heldOut = HeldOut.of(images(180), 0.75);
    ImageDataset rungs = heldOut.of(HeldOut.Part.RUNGS);
    ImageDataset last = heldOut.of(HeldOut.Part.FINAL);
    assertThat(pixels(rungs)).doesNotContainAnyElementsOf(pixels(last));
    for (int label = 0; label < 3; label++) {
      int of = label;
      long inRungs = Arrays.stream(rungs.labels()).filter(l -> l == of).count();
      long inFinal = Arrays.stream(last.labels()).filter(l -> l == of).count();
      assertThat(inFinal).isEqualTo((int) (0.75 * (inRungs + inFinal)));
    }
  }

  /** The smaller part is to have one image of a class. */
  @Test
  void aVeryUnevenShareAsksForMoreImages() {
    HeldOut.of(images(12), 0.75);
    HeldOut.of(images(30), 0.1);
    assertThatThrownBy(() -> HeldOut.of(images(29), 0.1))
        .hasMessageStartingWith("--held-out: found 29 held-out images, expected at least 30");
    assertThatThrownBy(() -> HeldOut.of(images(29), 0.9))
        .hasMessageStartingWith("--held-out: found 29 held-out images, expected at least 30");
  }

  @Test
  void tooFewImagesAreRefusedInOneLine() {
    assertThatThrownBy(() -> HeldOut.of(images(11), 0.5))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "--held-out: found 11 held-out images, expected at least 12 that no weights ever"
                + " saw, to choose by");
  }
}
