package dev.twobit.training.data;

import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Normalized float batches (N,C,H,W); every random choice is a function of the seed it is given.
 */
public final class BatchMaker {
  private final ImageDataset data;
  private final float[][] values;

  public BatchMaker(ImageDataset data, Normalization normalization) {
    this.data = data;
    this.values = new float[data.channels()][256];
    for (int c = 0; c < data.channels(); c++) {
      for (int v = 0; v < 256; v++) {
        values[c][v] = normalization.apply(v, c);
      }
    }
  }

  /** A permutation of {@code size} images for one epoch. */
  public static int[] order(int size, long seed, int epoch) {
    SplittableRandom random = new SplittableRandom(seed(seed, epoch, -1));
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** A seed of its own for each step of each epoch. */
  public static long seed(long seed, int epoch, int step) {
    return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + epoch * 1_000_003L + step).nextLong();
  }

  public float[] plain(int first, int count) {
    int[] chosen = new int[count];
    for (int i = 0; i < count; i++) {
      chosen[i] = first + i;
    }
    return plain(chosen);
  }

  public float[] plain(int[] chosen) {
    int bytes = data.imageBytes();
    float[] batch = new float[chosen.length * bytes];
    byte[] image = new byte[bytes];
    for (int i = 0; i < chosen.length; i++) {
      data.read(chosen[i], image, 0);
      normalize(image, batch, i * bytes);
    }
    return batch;
  }

  /**
   * As the data set augments its images itself, each by {@code seed} and its index; else horizontal
   * flip with probability one half and a random crop after zero padding (zero after normalization,
   * as PyTorch's transforms on tensors; search/docs/methods.md#search-data).
   */
  public float[] augmented(int[] chosen, int pad, long seed) {
    int bytes = data.imageBytes();
    float[] batch = new float[chosen.length * bytes];
    byte[] image = new byte[bytes];
    Random random = new Random(seed);
    for (int i = 0; i < chosen.length; i++) {
      if (data.augmentsItself()) {
        data.readAugmented(chosen[i], seed(seed, 0, chosen[i]), image, 0);
        normalize(image, batch, i * bytes);
      } else {
        data.read(chosen[i], image, 0);
        boolean flip = random.nextBoolean();
        int dy = random.nextInt(2 * pad + 1) - pad;
        int dx = random.nextInt(2 * pad + 1) - pad;
        shifted(image, flip, dy, dx, batch, i * bytes);
      }
    }
    return batch;
  }

  /** A batch of {@code chosen}, its pixels by {@code form}. */
  Batch batch(int[] chosen, Function<int[], float[]> form) {
    return new Batch(chosen, form.apply(chosen), data.labels(chosen));
  }

  private void normalize(byte[] image, float[] batch, int at) {
    int plane = data.height() * data.width();
    for (int c = 0; c < data.channels(); c++) {
      float[] value = values[c];
      for (int p = c * plane; p < (c + 1) * plane; p++) {
        batch[at + p] = value[image[p] & 0xff];
      }
    }
  }

  private void shifted(byte[] image, boolean flip, int dy, int dx, float[] batch, int at) {
    int height = data.height();
    int width = data.width();
    for (int c = 0; c < data.channels(); c++) {
      int from = c * height * width;
      for (int y = 0; y < height; y++) {
        int sy = y + dy;
        for (int x = 0; x < width && sy >= 0 && sy < height; x++) {
          int sx = x + dx;
          if (sx >= 0 && sx < width) {
            int column = flip ? width - 1 - sx : sx;
            batch[at + from + y * width + x] = values[c][image[from + sy * width + column] & 0xff];
          }
        }
      }
    }
  }
}
