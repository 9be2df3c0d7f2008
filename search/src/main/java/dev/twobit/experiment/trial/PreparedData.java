package dev.twobit.experiment.trial;

import dev.twobit.network.Network;
import dev.twobit.results.DataSetFacts;
import dev.twobit.training.data.DatasetPair;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import dev.twobit.training.data.TrainingSplit;

/**
 * Images and how they are normalized before a network sees them.
 *
 * @param data of which no training image is held out
 * @param heldOut images that choose among networks; may be empty
 */
public record PreparedData(DatasetPair data, Normalization normalization, ImageDataset heldOut) {
  /** Normalization by mean and deviation of the training images. */
  public static final String MEASURED = "auto";

  /** Nothing is held out. */
  public PreparedData(DatasetPair data, Normalization normalization) {
    this(data, normalization, TrainingSplit.whole(data.train()).heldOut());
  }

  /**
   * Throws a one-line error if there are no such images or {@code network} does not take them.
   *
   * @param spec as {@link DatasetPair#load} has it
   * @param normalization {@code auto} (measured on the training images), {@code cifar}, {@code
   *     imagenet}, {@code none} or {@code mean,…/std,…}
   */
  public static PreparedData load(String spec, String normalization, Network network) {
    return of(images(spec, network), normalization);
  }

  /** The images alone, which {@code network} takes. */
  public static DatasetPair images(String spec, Network network) {
    DatasetPair data = DatasetPair.load(spec);
    data.requireFit(network);
    return data;
  }

  /** Images that are there already. */
  public static PreparedData of(DatasetPair data, String normalization) {
    return new PreparedData(data, normalization(normalization, data.train()));
  }

  /** The same with these held out, which {@code data} has not. */
  PreparedData withHeldOut(ImageDataset images) {
    return new PreparedData(data, normalization, images);
  }

  /** {@code auto} is measured on the training images. */
  private static Normalization normalization(String text, ImageDataset train) {
    return text.equals(MEASURED)
        ? Normalization.measured(train)
        : Normalization.parse(text, train.channels());
  }

  /** Another normalization of the same images. */
  public Normalization normalized(String text) {
    return normalization(text, data.train());
  }

  public ImageDataset train() {
    return data.train();
  }

  public ImageDataset test() {
    return data.test();
  }

  /** For results and reports. */
  public DataSetFacts facts() {
    ImageDataset train = data.train();
    return new DataSetFacts(
        data.spec(),
        train.size(),
        data.test().size(),
        train.classes(),
        train.channels() + "x" + train.height() + "x" + train.width());
  }
}
