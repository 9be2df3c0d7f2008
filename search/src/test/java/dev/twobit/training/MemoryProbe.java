package dev.twobit.training;

import dev.twobit.training.data.DatasetPair;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** Trains a tiny network and prints the resident kilobytes after 500 and after 2,500 steps. */
final class MemoryProbe {
  static final Path STATM = Path.of("/proc/self/statm");
  private static final int KILOBYTES_A_PAGE = 4;

  private MemoryProbe() {}

  /**
   * @param args where the checkpoint goes
   */
  public static void main(String[] args) throws IOException {
    DatasetPair data = DatasetPair.load("embedded");
    ImageDataset train = data.train().subset("some", IntStream.range(0, 400).toArray());
    TrainableNetwork model =
        TrainableNetwork.of(
            Initializer.initialize(TestNetworks.block(4), 1), QuantizationScheme.pact(2, true));
    new Trainer(
            model,
            RecipeFile.load("cifar10").recipe().withEpochs(25).withBatchSize(4),
            train,
            data.test().subset("few", new int[] {0, 1}),
            Normalization.measured(train))
        .run(
            Path.of(args[0]),
            epoch -> {
              if (epoch.epoch() == 5 || epoch.epoch() == 25) {
                System.out.println(resident());
              }
            });
  }

  private static long resident() {
    try {
      return Long.parseLong(Files.readString(STATM).split(" ", -1)[1]) * KILOBYTES_A_PAGE;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
