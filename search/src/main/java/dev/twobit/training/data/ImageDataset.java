package dev.twobit.training.data;

import java.util.Arrays;

/**
 * Images of one size with their labels: in memory, or read from files when they are asked for. All
 * methods may be called from any number of threads.
 */
public sealed interface ImageDataset permits ImagesInMemory, ImageFiles {
  String name();

  /** One per image, 0 to classes - 1; shared, treat as immutable. */
  int[] labels();

  int channels();

  int height();

  int width();

  int classes();

  /**
   * Writes image {@code image} as it is evaluated to {@code target} from {@code at} on: unsigned
   * bytes (C,H,W).
   */
  void read(int image, byte[] target, int at);

  /** Whether {@link #readAugmented} crops and flips; else whoever makes batches does it. */
  boolean augmentsItself();

  /** As {@link #read}, but augmented for training; the same for the same image and seed. */
  void readAugmented(int image, long seed, byte[] target, int at);

  /** Threads that are worth loading with while another one trains. */
  int loaderThreads();

  /** The images at {@code indices}, in that order. */
  ImageDataset subset(String subsetName, int[] indices);

  default int size() {
    return labels().length;
  }

  default int label(int image) {
    return labels()[image];
  }

  default long[] labels(int[] images) {
    return Arrays.stream(images).mapToLong(this::label).toArray();
  }

  default int imageBytes() {
    return channels() * height() * width();
  }

  /**
   * Image indices in two parts of equal class shares, by {@code seed} (TAS: 111, halves).
   *
   * @param second share of the second part, 0 to 1, rounded down in every class
   */
  default int[][] parts(long seed, double second) {
    int[] labels = labels();
    int[] order = BatchMaker.order(size(), seed, 0);
    int[] seen = new int[classes()];
    int[] counts = new int[classes()];
    Arrays.stream(labels).forEach(l -> counts[l]++);
    int[][] parts = {new int[size()], new int[size()]};
    int[] sizes = new int[2];
    for (int image : order) {
      int count = counts[labels[image]];
      int part = seen[labels[image]]++ < count - (int) (second * count) ? 0 : 1;
      parts[part][sizes[part]++] = image;
    }
    return new int[][] {Arrays.copyOf(parts[0], sizes[0]), Arrays.copyOf(parts[1], sizes[1])};
  }
}
