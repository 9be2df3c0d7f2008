package dev.twobit.experiment.deployment;

import dev.twobit.experiment.trial.PreparedData;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.DatasetPair;

/** Test images as a network reads them, normalized as its training had them. */
public final class TestImages {
  private final DatasetPair data;
  private final BatchMaker batches;

  private TestImages(DatasetPair data, BatchMaker batches) {
    this.data = data;
    this.batches = batches;
  }

  /**
   * @param dataSpec {@code cifar10:DIR}, {@code images:DIR} or {@code embedded}
   * @param normalizationSpec as {@link StatedInput#normalization} has it
   */
  public static TestImages load(Network network, String dataSpec, String normalizationSpec) {
    PreparedData images = PreparedData.load(dataSpec, normalizationSpec, network);
    return new TestImages(images.data(), new BatchMaker(images.test(), images.normalization()));
  }

  public int count() {
    return data.test().size();
  }

  /** Image {@code number} (C,H,W). */
  public float[] image(int number) {
    if (number < 0 || number >= count()) {
      throw new InvalidInputException(
          data.spec() + ": found no test image " + number + ", expected 0 to " + (count() - 1));
    }
    return batches.plain(number, 1);
  }
}
