package dev.twobit.training.data;

import dev.twobit.network.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Images in folders by class, as ImageNet has them: {@code train/CLASS/*} and {@code test/CLASS/*}
 * (or {@code val}), classes in alphabetical order, read as RGB. Without a crop all are of one size,
 * and are kept in memory if they are small; what is cropped is decoded each time.
 */
final class ImageFolders {
  /** Bytes of decoded images in both parts together that are kept: ten times CIFAR-10. */
  private static final long MOST_IN_MEMORY = 1L << 31;

  private final Optional<CropForm> crop;
  private final long mostInMemory;

  private ImageFolders(Optional<CropForm> crop, long mostInMemory) {
    this.crop = crop;
    this.mostInMemory = mostInMemory;
  }

  static DatasetPair load(String spec, Path folder, Optional<CropForm> crop) {
    return load(spec, folder, crop, Math.min(MOST_IN_MEMORY, Runtime.getRuntime().maxMemory() / 4));
  }

  static DatasetPair load(String spec, Path folder, Optional<CropForm> crop, long mostInMemory) {
    Path test =
        Files.isDirectory(folder.resolve("test")) ? folder.resolve("test") : folder.resolve("val");
    List<Path> trainClasses = classes(folder.resolve("train"));
    List<Path> testClasses = classes(test);
    if (!names(trainClasses).equals(names(testClasses))) {
      throw new InvalidInputException(
          test
              + ": found classes "
              + names(testClasses)
              + ", expected those of train, "
              + names(trainClasses));
    }
    var reader = new ImageFolders(crop, mostInMemory);
    ImageDataset trainSet = reader.read(folder.resolve("train"), trainClasses);
    ImageDataset testSet = reader.read(test, testClasses);
    if (testSet.height() != trainSet.height() || testSet.width() != trainSet.width()) {
      throw new InvalidInputException(
          folder + ": train and " + test.getFileName() + " differ in image size");
    }
    return new DatasetPair(spec, trainSet, testSet);
  }

  private static List<String> names(List<Path> classes) {
    return classes.stream().map(p -> String.valueOf(p.getFileName())).toList();
  }

  private static List<Path> classes(Path folder) {
    List<Path> classes = children(folder, true);
    if (classes.size() < 2) {
      throw new InvalidInputException(
          folder + ": found " + classes.size() + " class folders, expected at least 2");
    }
    return classes;
  }

  private ImageDataset read(Path folder, List<Path> classes) {
    List<String> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      List<Path> images = children(classes.get(label), false);
      images.forEach(file -> files.add(String.valueOf(file.getFileName())));
      labels.addAll(Collections.nCopies(images.size(), label));
    }
    if (files.isEmpty()) {
      throw new InvalidInputException(folder + ": found no .png or .jpg images");
    }
    int[] numbers = labels.stream().mapToInt(Integer::intValue).toArray();
    String[] names = files.toArray(String[]::new);
    String name = String.valueOf(folder);
    if (crop.isPresent()) {
      int size = crop.get().size();
      return new ImageFiles(name, classes, names, numbers, crop, size, size);
    }
    Pixels first = ImageDecoder.decode(classes.get(numbers[0]).resolve(names[0]));
    var images = new ImageFiles(name, classes, names, numbers, crop, first.height(), first.width());
    long bytes = (long) images.size() * images.imageBytes();
    return bytes <= Math.min(mostInMemory, Integer.MAX_VALUE - 8) ? inMemory(images) : images;
  }

  private static ImageDataset inMemory(ImageFiles images) {
    byte[] pixels = new byte[images.size() * images.imageBytes()];
    IntStream.range(0, images.size())
        .parallel()
        .forEach(i -> images.read(i, pixels, i * images.imageBytes()));
    return new ImagesInMemory(
        images.name(),
        pixels,
        images.labels(),
        images.channels(),
        images.height(),
        images.width(),
        images.classes());
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
}
