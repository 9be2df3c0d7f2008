package dev.twobit.training.data;

import dev.twobit.network.InvalidInputException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Images by class: {@code DIR/train/CLASS/*.png|jpg} and {@code DIR/test/CLASS/*} (or {@code val}),
 * classes in alphabetical order, all of one size, read as RGB.
 */
final class ImageFolders {
  private ImageFolders() {}

  static DatasetPair load(String spec, Path folder) {
    Path test =
        Files.isDirectory(folder.resolve("test")) ? folder.resolve("test") : folder.resolve("val");
    ImageDataset trainSet = read(folder.resolve("train"));
    ImageDataset testSet = read(test);
    List<String> trainNames = names(folder.resolve("train"));
    List<String> testNames = names(test);
    if (!trainNames.equals(testNames)) {
      throw new InvalidInputException(
          test + ": found classes " + testNames + ", expected those of train, " + trainNames);
    }
    if (testSet.height() != trainSet.height() || testSet.width() != trainSet.width()) {
      throw new InvalidInputException(
          folder + ": train and " + test.getFileName() + " differ in image size");
    }
    return new DatasetPair(spec, trainSet, testSet);
  }

  private static List<String> names(Path folder) {
    return children(folder, true).stream().map(p -> String.valueOf(p.getFileName())).toList();
  }

  private static ImageDataset read(Path folder) {
    List<Path> classes = children(folder, true);
    if (classes.size() < 2) {
      throw new InvalidInputException(
          folder + ": found " + classes.size() + " class folders, expected at least 2");
    }
    List<byte[]> images = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    int[] size = new int[2];
    for (int label = 0; label < classes.size(); label++) {
      for (Path file : children(classes.get(label), false)) {
        images.add(pixels(file, size));
        labels.add(label);
      }
    }
    if (images.isEmpty()) {
      throw new InvalidInputException(folder + ": found no .png or .jpg images");
    }
    byte[] all = new byte[images.size() * images.get(0).length];
    for (int i = 0; i < images.size(); i++) {
      System.arraycopy(images.get(i), 0, all, i * images.get(0).length, images.get(0).length);
    }
    return new ImageDataset(
        String.valueOf(folder),
        all,
        labels.stream().mapToInt(Integer::intValue).toArray(),
        3,
        size[0],
        size[1],
        classes.size());
  }

  private static List<Path> children(Path folder, boolean folders) {
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException(folder + ": no such folder; expected images by class");
    }
    try (var stream = Files.list(folder)) {
      return stream.filter(p -> folders ? Files.isDirectory(p) : isImage(p)).sorted().toList();
    } catch (IOException e) {
      throw new InvalidInputException(folder + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private static boolean isImage(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg");
  }

  /** Planes R, G, B; {@code size} is set by the first image and held by the others. */
  private static byte[] pixels(Path file, int[] size) {
    BufferedImage image;
    try {
      image = ImageIO.read(file.toFile());
    } catch (IOException | RuntimeException e) {
      throw new InvalidInputException(file + ": cannot be decoded (" + e.getMessage() + ")", e);
    }
    if (image == null) {
      throw new InvalidInputException(file + ": is no image that can be decoded");
    }
    if (size[0] == 0) {
      size[0] = image.getHeight();
      size[1] = image.getWidth();
    }
    if (image.getHeight() != size[0] || image.getWidth() != size[1]) {
      throw new InvalidInputException(
          file
              + ": found "
              + image.getWidth()
              + "x"
              + image.getHeight()
              + ", expected "
              + size[1]
              + "x"
              + size[0]
              + " as the first image");
    }
    int plane = size[0] * size[1];
    byte[] pixels = new byte[3 * plane];
    // getRGB converts grey as if it were linear light; the stored value is meant.
    boolean grey = image.getType() == BufferedImage.TYPE_BYTE_GRAY;
    for (int i = 0; i < plane; i++) {
      int x = i % size[1];
      int y = i / size[1];
      int rgb = grey ? 0x010101 * image.getRaster().getSample(x, y, 0) : image.getRGB(x, y);
      pixels[i] = (byte) (rgb >> 16);
      pixels[plane + i] = (byte) (rgb >> 8);
      pixels[2 * plane + i] = (byte) rgb;
    }
    return pixels;
  }
}
