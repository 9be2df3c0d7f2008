package dev.twobit.experiment.deployment;

import dev.twobit.experiment.trial.PreparedData;
import dev.twobit.network.InvalidInputException;
import dev.twobit.training.data.ClassNames;
import dev.twobit.training.data.Normalization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a file's metadata say of the images that it takes and of what it tells them apart as, so
 * that nobody has to know.
 */
public final class StatedInput {
  /** {@link #PIXELS} or {@link #NORMALIZED}. */
  static final String KEY = "twobit.input";

  /** Values of 0 to 255: the normalization is in the network. */
  static final String PIXELS = "pixels 0..255";

  /** Whoever runs the file normalizes first. */
  static final String NORMALIZED = "normalized";

  /** As {@code --normalization} has it: what is in the network, or has to be done. */
  static final String NORMALIZATION = "twobit.normalization";

  /** Names in the order of the outputs, a line each. */
  static final String CLASSES = "twobit.classes";

  /** Order of the channels of three. */
  private static final String CHANNELS = "twobit.channels";

  private static final int COLORS = 3;
  private static final float MOST_PIXEL = 255;

  /** Of pixels, as they are. */
  private static final String NONE = "none";

  private StatedInput() {}

  /** Metadata of a network that {@link PixelInput} made, trained on these images. */
  public static Map<String, String> pixels(PreparedData images) {
    return of(PIXELS, images);
  }

  /** Metadata of one that takes values as they were trained with. */
  public static Map<String, String> normalized(PreparedData images) {
    return of(NORMALIZED, images);
  }

  private static Map<String, String> of(String input, PreparedData images) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(KEY, input);
    metadata.put(NORMALIZATION, images.normalization().spec());
    if (images.train().channels() == COLORS) {
      metadata.put(CHANNELS, "RGB");
    }
    List<String> classes = ClassNames.of(images.data());
    if (!classes.isEmpty()) {
      metadata.put(CLASSES, String.join("\n", classes));
    }
    return metadata;
  }

  static boolean isPixels(Map<String, String> metadata) {
    return PIXELS.equals(metadata.get(KEY));
  }

  /**
   * Values around 0 in the range that the file takes, where -1 to 1 are the pixels there are.
   *
   * @param image returned as it is unless the file takes pixels
   */
  public static float[] inRange(float[] image, Map<String, String> metadata) {
    if (!isPixels(metadata)) {
      return image;
    }
    float[] pixels = new float[image.length];
    for (int i = 0; i < image.length; i++) {
      pixels[i] = Math.round(Math.min(1, Math.max(0, (image[i] + 1) / 2)) * MOST_PIXEL);
    }
    return pixels;
  }

  /** The normalization that the file's training had; empty where it does not say. */
  static Optional<Normalization> trained(Map<String, String> metadata, int channels) {
    return Optional.ofNullable(metadata.get(NORMALIZATION))
        .map(text -> Normalization.parse(text, channels));
  }

  /**
   * How images are normalized for the file.
   *
   * @param asked on the command line; what the file states goes for {@code auto}
   * @throws InvalidInputException in a line if the file takes pixels and another is asked for: they
   *     would be normalized twice
   */
  public static String normalization(String file, Map<String, String> metadata, String asked) {
    boolean auto = asked.equals(PreparedData.MEASURED);
    if (!isPixels(metadata)) {
      return auto ? metadata.getOrDefault(NORMALIZATION, asked) : asked;
    }
    if (!auto && !asked.equals(NONE)) {
      throw new InvalidInputException(
          file
              + ": takes pixels, its normalization is in it; found --normalization "
              + asked
              + ", expected auto or none");
    }
    return NONE;
  }
}
