package dev.twobit.training.data;

import dev.twobit.network.InvalidInputException;
import java.util.Arrays;

/**
 * Pixel value v (0..255) of channel c to (v/scale - mean[c]) / deviation[c].
 *
 * @param scale 255, or 1 for raw pixels
 */
@SuppressWarnings("ArrayRecordComponent") // three numbers, read only
public record Normalization(String name, double scale, double[] mean, double[] deviation) {
  private static final int MOST_DECODED = 2000;

  /**
   * {@code cifar}, {@code imagenet}, {@code unit} (v/255: 0..1), {@code none} (raw 0..255) or
   * {@code mean,…/std,…} (of v/255).
   */
  public static Normalization parse(String text, int channels) {
    return switch (text) {
      case "none" -> new Normalization(text, 1, filled(channels, 0), filled(channels, 1));
      case "unit" -> new Normalization(text, 255, filled(channels, 0), filled(channels, 1));
      case "imagenet" ->
          fit(
              text,
              channels,
              new double[] {0.485, 0.456, 0.406},
              new double[] {0.229, 0.224, 0.225});
      case "cifar" ->
          fit(
              text,
              channels,
              new double[] {125.3 / 255, 123.0 / 255, 113.9 / 255},
              new double[] {63.0 / 255, 62.1 / 255, 66.7 / 255});
      default -> custom(text, channels);
    };
  }

  /**
   * Mean and deviation of the data itself: of all images in memory, of 2,000 evenly spaced ones
   * where each has to be decoded.
   */
  public static Normalization measured(ImageDataset data) {
    int plane = data.height() * data.width();
    boolean all = data instanceof ImagesInMemory;
    int images = all ? data.size() : Math.min(data.size(), MOST_DECODED);
    long[][] counts = new long[data.channels()][256];
    byte[] image = new byte[data.imageBytes()];
    for (int i = 0; i < images; i++) {
      data.read((int) ((long) i * data.size() / images), image, 0);
      for (int p = 0; p < image.length; p++) {
        counts[p / plane][image[p] & 0xff]++;
      }
    }
    double[] mean = new double[data.channels()];
    double[] deviation = new double[data.channels()];
    for (int c = 0; c < data.channels(); c++) {
      double sum = 0;
      double squares = 0;
      for (int v = 0; v < 256; v++) {
        sum += counts[c][v] * (v / 255.0);
        squares += counts[c][v] * (v / 255.0) * (v / 255.0);
      }
      double n = (double) images * plane;
      mean[c] = sum / n;
      deviation[c] = Math.sqrt(Math.max(1e-12, squares / n - mean[c] * mean[c]));
    }
    return new Normalization("measured", 255, mean, deviation);
  }

  /** What a network reads of a pixel of {@code channel} with this value, 0..255. */
  public float apply(int value, int channel) {
    return (float) ((value / scale - mean[channel]) / deviation[channel]);
  }

  /** Whether pixels are left as they are. */
  public boolean isNone() {
    return scale == 1
        && Arrays.stream(mean).allMatch(m -> m == 0)
        && Arrays.stream(deviation).allMatch(d -> d == 1);
  }

  /** Whether no pixel of any channel becomes less than zero. */
  public boolean isNonNegative() {
    return Arrays.stream(mean).allMatch(m -> m <= 0);
  }

  /** The text that gives it again on the command line. */
  public String spec() {
    if (!name.equals("measured")) {
      return name;
    }
    return join(mean) + "/" + join(deviation);
  }

  private static String join(double[] values) {
    return String.join(",", Arrays.stream(values).mapToObj(String::valueOf).toList());
  }

  private static Normalization custom(String text, int channels) {
    String[] parts = text.split("/", -1);
    if (parts.length == 2) {
      try {
        double[] mean = numbers(parts[0]);
        double[] deviation = numbers(parts[1]);
        if (Arrays.stream(deviation).allMatch(d -> d > 0)) {
          return fit(text, channels, mean, deviation);
        }
      } catch (NumberFormatException e) {
        // reported below, with the other malformed cases
      }
    }
    throw new InvalidInputException(
        "normalization '"
            + text
            + "' is not known; expected cifar, imagenet, unit, none or mean,.../std,... for "
            + channels
            + " channels");
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
  }

  private static Normalization fit(String text, int channels, double[] mean, double[] deviation) {
    if (mean.length != channels || deviation.length != channels) {
      throw new InvalidInputException(
          "normalization '"
              + text
              + "' has "
              + mean.length
              + " channels, the images have "
              + channels);
    }
    return new Normalization(text, 255, mean, deviation);
  }

  private static double[] filled(int channels, double value) {
    double[] values = new double[channels];
    Arrays.fill(values, value);
    return values;
  }
}
