package dev.twobit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.tensor.Torch;
import dev.twobit.training.data.DatasetPair;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.Normalization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  @TempDir Path folder;

  private static final DatasetPair DATA = DatasetPair.load("embedded");

  private static ImageDataset first(ImageDataset data, int count) {
    return data.subset("first", IntStream.range(0, count).toArray());
  }

  private List<Float> trained(int epochs, int stopAfter, String name) throws IOException {
    Network network = Initializer.initialize(TestNetworks.block(8), 5);
    List<Float> weights = new ArrayList<>();
    for (int until : stopAfter < epochs ? new int[] {stopAfter, epochs} : new int[] {epochs}) {
      TrainableNetwork model = TrainableNetwork.of(network, QuantizationScheme.pact(2, true));
      TrainingRecipe full = TrainingRecipe.cifar(epochs, 50, 3, 1);
      Trainer trainer =
          new Trainer(
              model,
              full,
              first(DATA.train(), 200),
              first(DATA.test(), 100),
              Normalization.measured(DATA.train()));
      int limit = until;
      try {
        trainer.run(
            folder.resolve(name),
            e -> {
              if (e.epoch() == limit && limit < epochs) {
                throw new IllegalStateException("killed");
              }
            });
      } catch (IllegalStateException e) {
        continue; // a new model and trainer resume from the checkpoint
      }
      model.trainable().values().forEach(t -> add(weights, Torch.floats(t)));
      model.buffers().values().forEach(t -> add(weights, Torch.floats(t)));
    }
    return weights;
  }

  private static void add(List<Float> list, float[] values) {
    for (float v : values) {
      list.add(v);
    }
  }

  @Test
  void resumedTrainingEndsInTheSameBits() throws IOException {
    List<Float> whole = trained(4, 4, "whole");
    assertThat(trained(4, 2, "resumed")).isEqualTo(whole);
    assertThat(trained(3, 3, "shorter")).isNotEqualTo(whole);
  }

  @Test
  void learnsRealImages() throws IOException {
    TrainableNetwork model =
        TrainableNetwork.of(
            Initializer.initialize(TestNetworks.block(8), 1), QuantizationScheme.pact(2, true));
    Evaluation result =
        new Trainer(
                model,
                TrainingRecipe.cifar(6, 128, 1, 1),
                DATA.train(),
                DATA.test(),
                Normalization.measured(DATA.train()))
            .run(folder.resolve("c"), e -> {});
    assertThat(result.accuracy()).isGreaterThan(0.35);
  }

  @Test
  void aDamagedCheckpointIsRefused() throws IOException {
    trained(1, 1, "good");
    byte[] bytes = Files.readAllBytes(folder.resolve("good"));
    bytes[bytes.length / 2] ^= 1;
    Files.write(folder.resolve("good"), bytes);
    assertThatThrownBy(() -> Checkpoint.read(folder.resolve("good")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no whole checkpoint");
  }
}
