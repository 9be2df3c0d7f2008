package dev.twobit.training.data;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;

/** Images to train on and images to test on. */
public record DatasetPair(String spec, ImageDataset train, ImageDataset test) {

  /** {@code cifar10:DIR}, {@code images:DIR} or {@code embedded}. */
  public static DatasetPair load(String spec) {
    if (spec.equals("embedded")) {
      return EmbeddedFashionMnist.load();
    }
    if (spec.startsWith("cifar10:")) {
      return CifarBinary.load(spec, java.nio.file.Path.of(spec.substring("cifar10:".length())));
    }
    if (spec.startsWith("images:")) {
      return ImageFolders.load(spec, java.nio.file.Path.of(spec.substring("images:".length())));
    }
    throw new InvalidInputException(
        "data '" + spec + "' is not known; expected cifar10:DIR, images:DIR or embedded");
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
