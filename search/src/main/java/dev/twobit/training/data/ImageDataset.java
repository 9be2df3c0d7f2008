package dev.twobit.training.data;

import java.util.Arrays;

/**
 * Images in memory.
 *
 * @param pixels unsigned bytes, (N,C,H,W) row-major; shared, treat as immutable
 * @param labels one per image, 0 to classes - 1
 */
@SuppressWarnings("ArrayRecordComponent") // tens of megabytes: never compared
public record ImageDataset(
    String name, byte[] pixels, int[] labels, int channels, int height, int width, int classes) {
  public ImageDataset {
    if ((long) labels.length * channels * height * width != pixels.length) {
      throw new IllegalArgumentException(
          name + ": " + pixels.length + " pixels do not make " + labels.length + " images");
    }
  }

  public int size() {
    return labels.length;
  }

  public int label(int image) {
    return labels[image];
  }

  public long[] labels(int[] images) {
    return Arrays.stream(images).mapToLong(i -> labels[i]).toArray();
  }

  public int imageBytes() {
    return channels * height * width;
  }

  /** The images at {@code indices}, in that order. */
  public ImageDataset subset(String subsetName, int[] indices) {
    byte[] chosen = new byte[indices.length * imageBytes()];
    int[] chosenLabels = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(pixels, indices[i] * imageBytes(), chosen, i * imageBytes(), imageBytes());
      chosenLabels[i] = labels[indices[i]];
    }
    return new ImageDataset(subsetName, chosen, chosenLabels, channels, height, width, classes);
  }

  /** Image indices split in two halves of equal class shares, by {@code seed} (TAS: 111). */
  public int[][] halves(long seed) {
    int[] order = BatchMaker.order(size(), seed, 0);
    int[] seen = new int[classes];
    int[] counts = new int[classes];
    Arrays.stream(labels).forEach(l -> counts[l]++);
    int[][] halves = {new int[size()], new int[size()]};
    int[] sizes = new int[2];
    for (int image : order) {
      int half = seen[labels[image]]++ < (counts[labels[image]] + 1) / 2 ? 0 : 1;
      halves[half][sizes[half]++] = image;
    }
    return new int[][] {Arrays.copyOf(halves[0], sizes[0]), Arrays.copyOf(halves[1], sizes[1])};
  }
}
