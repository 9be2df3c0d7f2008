package dev.twobit.training.data;

import java.util.SplittableRandom;

/**
 * How images of any size become squares, as ImageNet's usual recipe has it (He et al. 2016;
 * torchvision's RandomResizedCrop, Resize and CenterCrop).
 *
 * @param size side of the square in pixels
 * @param jitter of brightness, contrast and saturation: factors 1 - jitter to 1 + jitter; 0 is none
 */
record CropForm(int size, double jitter) {
  private static final double LEAST_AREA = 0.08;
  private static final double LEAST_RATIO = 3.0 / 4;
  private static final double MOST_RATIO = 4.0 / 3;
  private static final int TRIES = 10;

  /** Ratio of the shorter side to the crop, in evaluation: 256 for 224. */
  private static final double MARGIN = 256.0 / 224;

  private static final double[] LUMA = {0.299, 0.587, 0.114};

  /** Shorter side resized to 8/7 of the crop, then the centre. */
  Pixels evaluated(Pixels image) {
    int shorter = (int) Math.round(size * MARGIN);
    boolean wide = image.width() > image.height();
    int width = wide ? (int) ((long) shorter * image.width() / image.height()) : shorter;
    int height = wide ? shorter : (int) ((long) shorter * image.height() / image.width());
    Pixels small =
        ImageResampling.resize(image, 0, 0, image.width(), image.height(), width, height);
    int left = (int) Math.rint((width - size) / 2.0);
    int top = (int) Math.rint((height - size) / 2.0);
    var out = new Pixels(size, size, new byte[Pixels.CHANNELS * size * size]);
    for (int r = 0; r < Pixels.CHANNELS * size; r++) {
      int from = (r / size) * small.plane() + (top + r % size) * width + left;
      System.arraycopy(small.planes(), from, out.planes(), r * size, size);
    }
    return out;
  }

  /** A random box resized, flipped with probability one half, colours varied. */
  Pixels augmented(Pixels image, SplittableRandom random) {
    int[] box = box(image, random);
    Pixels out = ImageResampling.resize(image, box[0], box[1], box[2], box[3], size, size);
    if (random.nextBoolean()) {
      flip(out);
    }
    if (jitter > 0) {
      vary(out, random);
    }
    return out;
  }

  /** Left, top, width, height: 8 to 100 % of the area, 3:4 to 4:3, else the centre within that. */
  private static int[] box(Pixels image, SplittableRandom random) {
    int width = image.width();
    int height = image.height();
    for (int i = 0; i < TRIES; i++) {
      double area = (double) width * height * random.nextDouble(LEAST_AREA, 1);
      double ratio = Math.exp(random.nextDouble(Math.log(LEAST_RATIO), Math.log(MOST_RATIO)));
      int w = (int) Math.rint(Math.sqrt(area * ratio));
      int h = (int) Math.rint(Math.sqrt(area / ratio));
      if (w > 0 && w <= width && h > 0 && h <= height) {
        int top = random.nextInt(height - h + 1);
        return new int[] {random.nextInt(width - w + 1), top, w, h};
      }
    }
    double ratio = (double) width / height;
    int w = ratio > MOST_RATIO ? Math.max(1, (int) Math.rint(height * MOST_RATIO)) : width;
    int h = ratio < LEAST_RATIO ? Math.max(1, (int) Math.rint(width / LEAST_RATIO)) : height;
    return new int[] {(width - w) / 2, (height - h) / 2, w, h};
  }

  private static void flip(Pixels image) {
    byte[] p = image.planes();
    int width = image.width();
    for (int row = 0; row < p.length; row += width) {
      for (int i = row, j = row + width - 1; i < j; i++, j--) {
        byte kept = p[i];
        p[i] = p[j];
        p[j] = kept;
      }
    }
  }

  /** Brightness, contrast and saturation in random order, each a blend as PIL's ImageEnhance. */
  private void vary(Pixels image, SplittableRandom random) {
    int[] order = {0, 1, 2};
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    for (int kind : order) {
      double factor = random.nextDouble(Math.max(0, 1 - jitter), 1 + jitter);
      blend(image, kind, factor);
    }
  }

  private static void blend(Pixels image, int kind, double factor) {
    double mean = 0;
    for (int i = 0; kind == 1 && i < image.plane(); i++) {
      mean += luma(image, i) / image.plane();
    }
    for (int i = 0; i < image.plane(); i++) {
      double other = kind == 0 ? 0 : kind == 1 ? Math.rint(mean) : luma(image, i);
      for (int c = 0; c < Pixels.CHANNELS; c++) {
        int at = c * image.plane() + i;
        double v = other + factor * ((image.planes()[at] & 0xff) - other);
        image.planes()[at] = (byte) Math.max(0, Math.min(255, Math.rint(v)));
      }
    }
  }

  private static double luma(Pixels image, int i) {
    double sum = 0;
    for (int c = 0; c < Pixels.CHANNELS; c++) {
      sum += LUMA[c] * (image.planes()[c * image.plane() + i] & 0xff);
    }
    return sum;
  }
}
