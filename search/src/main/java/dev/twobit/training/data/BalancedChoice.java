package dev.twobit.training.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Some images of a data set, of every class its share: a function of the labels and the number
 * alone, so that whoever asks for as many gets the same ones.
 */
public final class BalancedChoice {
  private static final long SEED = 5_000;

  private BalancedChoice() {}

  /**
   * Indices of {@code count} images, ascending. Shares that are no whole number are rounded by
   * largest remainder, of equal ones the lower class first.
   *
   * @param count 0 to the size of {@code data}
   */
  public static int[] of(ImageDataset data, int count) {
    if (count < 0 || count > data.size()) {
      throw new IllegalArgumentException(count + " of " + data.size() + " images");
    }
    int[] left = quotas(data, count);
    return Arrays.stream(BatchMaker.order(data.size(), SEED, 0))
        .filter(image -> left[data.label(image)]-- > 0)
        .sorted()
        .toArray();
  }

  /** Indices of the images that are not among {@code chosen}, ascending. */
  static int[] others(ImageDataset data, int[] chosen) {
    boolean[] taken = new boolean[data.size()];
    Arrays.stream(chosen).forEach(image -> taken[image] = true);
    return IntStream.range(0, data.size()).filter(image -> !taken[image]).toArray();
  }

  private static int[] quotas(ImageDataset data, int count) {
    long[] sizes = new long[data.classes()];
    Arrays.stream(data.labels()).forEach(label -> sizes[label]++);
    long all = Math.max(1, data.size());
    int[] quotas = new int[sizes.length];
    for (int c = 0; c < quotas.length; c++) {
      quotas[c] = (int) (sizes[c] * count / all);
    }
    IntStream.range(0, quotas.length)
        .boxed()
        .sorted((a, b) -> Long.compare(sizes[b] * count % all, sizes[a] * count % all))
        .limit(count - Arrays.stream(quotas).sum())
        .forEach(c -> quotas[c]++);
    return quotas;
  }
}
