package dev.twobit.training.data;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Images to train on and images to test on. */
public record DatasetPair(String spec, ImageDataset train, ImageDataset test) {
  private static final Pattern CROPPED =
      Pattern.compile(
          "(?<folder>.*?),size=(?<size>\\d{1,4})(,jitter=(?<jitter>\\d(\\.\\d{1,6})?))?");

  /**
   * {@code cifar10:DIR}, {@code cifar100:DIR}, {@code images:DIR} or {@code embedded}; with {@code
   * images:DIR,size=224} or {@code images:DIR,size=224,jitter=0.4} images of any size are cropped.
   */
  public static DatasetPair load(String spec) {
    int colon = spec.indexOf(':');
    String rest = spec.substring(colon + 1);
    return switch (spec.substring(0, colon + 1)) {
      case "cifar10:" -> CifarBinary.CIFAR10.load(spec, Path.of(rest));
      case "cifar100:" -> CifarBinary.CIFAR100.load(spec, Path.of(rest));
      case "images:" -> images(spec, rest);
      default -> {
        if (spec.equals("embedded")) {
          yield EmbeddedFashionMnist.load();
        }
        throw new InvalidInputException(
            "data '"
                + spec
                + "' is not known; expected cifar10:DIR, cifar100:DIR, images:DIR,"
                + " images:DIR,size=N or embedded");
      }
    };
  }

  private static DatasetPair images(String spec, String rest) {
    Matcher matcher = CROPPED.matcher(rest);
    if (!matcher.matches()) {
      return ImageFolders.load(spec, Path.of(rest), Optional.empty());
    }
    String jitter = matcher.group("jitter");
    var crop =
        new CropForm(
            Integer.parseInt(matcher.group("size")),
            jitter == null ? 0 : Double.parseDouble(jitter));
    if (crop.size() < 1 || crop.jitter() > 1) {
      throw new InvalidInputException(
          "data '" + spec + "': expected a size of at least 1 and a jitter of 0 to 1");
    }
    return ImageFolders.load(spec, Path.of(matcher.group("folder")), Optional.of(crop));
  }

  /** An error unless image size and class count are the network's. */
  public void requireFit(Network network) {
    TensorShape in = network.shape(network.inputs().get(0));
    TensorShape out = network.shape(network.outputs().get(0));
    if (in.rank() != 4
        || in.channels() != train.channels()
        || in.height() != train.height()
        || in.width() != train.width()) {
      throw new InvalidInputException(
          network.name()
              + ": expects images "
              + in
              + ", but the data "
              + spec
              + " has "
              + train.channels()
              + "x"
              + train.height()
              + "x"
              + train.width());
    }
    if (out.dim(-1) != train.classes()) {
      throw new InvalidInputException(
          network.name()
              + ": has "
              + out.dim(-1)
              + " classes, but the data "
              + spec
              + " has "
              + train.classes());
    }
  }
}
