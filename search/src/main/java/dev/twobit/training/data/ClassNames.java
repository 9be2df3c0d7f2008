package dev.twobit.training.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the classes of a data set are called, in the order of its labels. */
public final class ClassNames {
  /** Label order of the data set's README (github.com/zalandoresearch/fashion-mnist). */
  private static final List<String> FASHION_MNIST =
      List.of(
          "T-shirt/top",
          "Trouser",
          "Pullover",
          "Dress",
          "Coat",
          "Sandal",
          "Shirt",
          "Sneaker",
          "Bag",
          "Ankle boot");

  /** {@code batches.meta.txt} of the official archive. */
  private static final List<String> CIFAR10 =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private ClassNames() {}

  /**
   * Folders of {@code images:DIR}, the name files that CIFAR's archives have, and for CIFAR-10's
   * own files its classes without one; empty where the data does not say.
   */
  public static List<String> of(DatasetPair data) {
    String spec = data.spec();
    Path folder = Path.of(spec.substring(spec.indexOf(':') + 1).replaceFirst(",size=.*", ""));
    List<String> names =
        switch (spec.substring(0, spec.indexOf(':') + 1)) {
          case "cifar10:" -> cifar10(folder);
          case "cifar100:" -> lines(folder.resolve("fine_label_names.txt"));
          case "images:" -> folders(folder.resolve("train"));
          default -> spec.equals("embedded") ? FASHION_MNIST : List.<String>of();
        };
    boolean fit = names.size() == data.train().classes();
    return fit && names.stream().allMatch(ClassNames::isOneLine) ? names : List.of();
  }

  private static List<String> cifar10(Path folder) {
    List<String> stated = lines(folder.resolve("batches.meta.txt"));
    boolean official = Files.isRegularFile(folder.resolve("data_batch_1.bin"));
    return stated.isEmpty() && official ? CIFAR10 : stated;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.isRegularFile(file)
          ? Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList()
          : List.of();
    } catch (IOException e) {
      return List.of(); // names are a help: images are read without
    }
  }

  private static List<String> folders(Path train) {
    try (Stream<Path> classes = Files.list(train)) {
      return classes
          .filter(Files::isDirectory)
          .sorted()
          .map(c -> String.valueOf(c.getFileName()))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static boolean isOneLine(String name) {
    return name.chars().noneMatch(Character::isISOControl);
  }
}
