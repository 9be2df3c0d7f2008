package dev.twobit.training.data;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Training images in those that weights learn from and those that choose, which no weights see.
 *
 * @param heldOut may be empty
 */
public record TrainingSplit(ImageDataset train, ImageDataset heldOut) {
  private static final String HELD_OUT = "held out";

  /** None are held out. */
  public static TrainingSplit whole(ImageDataset train) {
    return new TrainingSplit(train, train.subset(HELD_OUT, new int[0]));
  }

  /**
   * The {@link BalancedChoice} of so many is held out.
   *
   * @param count 0 to the size of {@code train}
   */
  public static TrainingSplit of(ImageDataset train, int count) {
    int[] chosen = BalancedChoice.of(train, count);
    return new TrainingSplit(
        train.subset(train.name(), BalancedChoice.others(train, chosen)),
        train.subset(HELD_OUT, chosen));
  }

  /**
   * Other images are held out. Of images in memory, those that are among them to the pixel are
   * taken out of {@code train}; images in files are taken as they are.
   *
   * @param others of the same size
   */
  public static TrainingSplit apart(ImageDataset train, ImageDataset others) {
    if (!(train instanceof ImagesInMemory && others instanceof ImagesInMemory)) {
      return new TrainingSplit(train, others);
    }
    Set<ByteBuffer> pixels = new HashSet<>();
    IntStream.range(0, others.size()).forEach(image -> pixels.add(pixels(others, image)));
    int[] seen =
        IntStream.range(0, train.size())
            .filter(image -> pixels.contains(pixels(train, image)))
            .toArray();
    return new TrainingSplit(
        seen.length == 0 ? train : train.subset(train.name(), BalancedChoice.others(train, seen)),
        others);
  }

  private static ByteBuffer pixels(ImageDataset data, int image) {
    byte[] bytes = new byte[data.imageBytes()];
    data.read(image, bytes, 0);
    return ByteBuffer.wrap(bytes);
  }
}
