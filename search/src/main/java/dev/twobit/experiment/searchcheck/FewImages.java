package dev.twobit.experiment.searchcheck;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import dev.twobit.training.data.DatasetPair;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.ImagesInMemory;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Two images of each of two classes: of the data where these fit a network, else noise of the size
 * that it takes.
 *
 * @param data tried first
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
public record FewImages(Optional<DatasetPair> data) {
  static final int BATCH = 2;
  private static final int SEARCHED_CLASSES = 2;

  /** Throws a one-line error for a network that takes no images or tells no classes apart. */
  ImageDataset of(Network network) {
    return data.filter(d -> fits(d, network))
        .map(d -> some(d.train()))
        .orElseGet(() -> noise(network));
  }

  private static boolean fits(DatasetPair data, Network network) {
    try {
      data.requireFit(network);
      return true;
    } catch (InvalidInputException e) {
      return false;
    }
  }

  private static ImageDataset some(ImageDataset all) {
    int[] taken = new int[all.classes()];
    int[] chosen =
        IntStream.range(0, all.size())
            .filter(i -> all.label(i) < SEARCHED_CLASSES && taken[all.label(i)]++ < BATCH)
            .toArray();
    return all.subset(all.name(), chosen);
  }

  private static ImageDataset noise(Network network) {
    TensorShape in = network.shape(network.inputs().get(0));
    TensorShape out = network.shape(network.outputs().get(0));
    boolean classifies =
        in.rank() == 4
            && network.inputs().size() == 1
            && out.rank() == 2
            && out.dim(-1) >= SEARCHED_CLASSES;
    if (!classifies) {
      throw new InvalidInputException(
          network.name()
              + ": found input "
              + in
              + " and output "
              + out
              + ", expected one image and several classes");
    }
    int[] labels = {0, 1, 0, 1};
    byte[] pixels = new byte[labels.length * (int) in.elementCount()];
    new Random(1).nextBytes(pixels);
    return new ImagesInMemory(
        "noise", pixels, labels, in.channels(), in.height(), in.width(), out.dim(-1));
  }
}
