package dev.twobit.training.data;

import dev.twobit.network.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;

/** Images decoded from their files each time they are read: nothing of them is kept in memory. */
final class ImageFiles implements ImageDataset {
  private final String name;
  private final List<Path> classes;
  private final String[] files;
  private final int[] labels;
  private final Optional<CropForm> crop;
  private final int height;
  private final int width;

  /**
   * @param classes folders in the order of labels
   * @param files names within the folder of their label
   * @param crop empty if all images are {@code height} by {@code width} as stored
   */
  ImageFiles(
      String name,
      List<Path> classes,
      String[] files,
      int[] labels,
      Optional<CropForm> crop,
      int height,
      int width) {
    this.name = name;
    this.classes = List.copyOf(classes);
    this.files = files;
    this.labels = labels;
    this.crop = crop;
    this.height = height;
    this.width = width;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int[] labels() {
    return labels;
  }

  @Override
  public int channels() {
    return Pixels.CHANNELS;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int classes() {
    return classes.size();
  }

  @Override
  public boolean augmentsItself() {
    return crop.isPresent();
  }

  @Override
  public int loaderThreads() {
    return Math.max(1, Runtime.getRuntime().availableProcessors());
  }

  @Override
  public void read(int image, byte[] target, int at) {
    Pixels decoded = decode(image);
    copy(crop.map(c -> c.evaluated(decoded)).orElse(decoded), target, at);
  }

  @Override
  public void readAugmented(int image, long seed, byte[] target, int at) {
    Pixels decoded = decode(image);
    var random = new SplittableRandom(seed);
    copy(crop.map(c -> c.augmented(decoded, random)).orElse(decoded), target, at);
  }

  @Override
  public ImageDataset subset(String subsetName, int[] indices) {
    String[] chosen = new String[indices.length];
    int[] chosenLabels = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      chosen[i] = files[indices[i]];
      chosenLabels[i] = labels[indices[i]];
    }
    return new ImageFiles(subsetName, classes, chosen, chosenLabels, crop, height, width);
  }

  private Pixels decode(int image) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted while loading images");
    }
    Path file = classes.get(labels[image]).resolve(files[image]);
    Pixels pixels = ImageDecoder.decode(file);
    if (crop.isEmpty() && (pixels.width() != width || pixels.height() != height)) {
      throw new InvalidInputException(
          file
              + ": found "
              + pixels.width()
              + "x"
              + pixels.height()
              + ", expected "
              + width
              + "x"
              + height
              + " as the first image; images of several sizes are cropped with images:DIR,size=224");
    }
    return pixels;
  }

  private static void copy(Pixels pixels, byte[] target, int at) {
    System.arraycopy(pixels.planes(), 0, target, at, pixels.planes().length);
  }
}
