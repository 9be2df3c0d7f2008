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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
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
      TrainingRecipe full = cifar(epochs, 50, 3);
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

  @Tag("slow")
  @Test
  void resumedTrainingEndsInTheSameBits() throws IOException {
    List<Float> whole = trained(4, 4, "whole");
    assertThat(trained(4, 2, "resumed")).isEqualTo(whole);
    assertThat(trained(3, 3, "shorter")).isNotEqualTo(whole);
  }

  private static TrainingRecipe everything() {
    RecipeFile file =
        RecipeFile.parse(
            "everything.yaml",
            """
            epochs: 3
            batchSize: 50
            optimizer: {kind: adamw}
            learningRate: {peak: 0.01, schedule: cosine, warmupEpochs: 1, update: step}
            weightDecay: {weights: 1.0e-3, batchNorm: 0}
            quantizerRateFactor: 0.5
            loss: {labelSmoothing: 0.1}
            gradientClipping: 1.0
            averageDecay: 0.9
            batchNormReestimation: 2
            """);
    return file.recipe().withSeedAndThreads(3, 1);
  }

  /** Stopped after so many steps of the second epoch, by a checkpoint within it. */
  private List<Float> stoppedWithin(Path checkpoint, boolean stop) throws IOException {
    List<Float> weights = new ArrayList<>();
    for (boolean stopping : stop ? new boolean[] {true, false} : new boolean[] {false}) {
      TrainableNetwork model =
          TrainableNetwork.of(
              Initializer.initialize(TestNetworks.block(8), 5), QuantizationScheme.pact(2, true));
      StopRequest request = new StopRequest();
      Trainer trainer =
          new Trainer(
              model,
              everything(),
              first(DATA.train(), 200),
              first(DATA.test(), 100),
              Normalization.measured(DATA.train()),
              new Trainer.Extras(
                  Optional.empty(), new CheckpointInterval(1, 0), request, line -> {}));
      try {
        trainer.run(
            checkpoint,
            e -> {
              if (stopping && e.epoch() == 1) {
                request.request();
              }
            });
      } catch (TrainingStoppedException e) {
        assertThat(Checkpoint.read(checkpoint).texts()).containsEntry("step", "1");
        continue;
      }
      model.trainable().values().forEach(t -> add(weights, Torch.floats(t)));
      model.buffers().values().forEach(t -> add(weights, Torch.floats(t)));
    }
    return weights;
  }

  @Tag("slow")
  @Test
  void stoppedWithinAnEpochAllStateIsKept() throws IOException {
    List<Float> whole = stoppedWithin(folder.resolve("whole"), false);
    assertThat(stoppedWithin(folder.resolve("stopped"), true)).isEqualTo(whole);
  }

  @Test
  void aDamagedCheckpointIsReplacedByTheOneBefore() throws IOException {
    Path file = folder.resolve("c");
    CheckpointFiles files = new CheckpointFiles(file);
    for (int epoch = 1; epoch <= 3; epoch++) {
      files.write(new Checkpoint(epoch, Map.of(), Map.of("x", new float[] {epoch})));
    }
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    List<String> said = new ArrayList<>();

    CheckpointFiles.Found found = files.latest(said::add).orElseThrow();

    assertThat(found.checkpoint().epochsDone()).isEqualTo(2);
    assertThat(said).singleElement().asString().contains(file.toString()).contains("before");
    files.write(new Checkpoint(4, Map.of(), Map.of()));
    assertThat(files.latest(said::add).orElseThrow().checkpoint().epochsDone()).isEqualTo(4);
    assertThat(said).hasSize(1);
  }

  @Test
  void divergenceNamesStepLayerAndRate() {
    TrainableNetwork model =
        TrainableNetwork.of(
            Initializer.initialize(TestNetworks.block(8), 1), QuantizationScheme.none());
    Tensor weight = Objects.requireNonNull(model.trainable().get("conv2.weight"));
    try (NoGradGuard guard = new NoGradGuard()) {
      weight.fill_(Torch.scalar(Double.NaN));
    }
    assertThatThrownBy(
            () ->
                new Trainer(
                        model,
                        cifar(1, 50, 1),
                        first(DATA.train(), 100),
                        first(DATA.test(), 100),
                        Normalization.measured(DATA.train()))
                    .run(folder.resolve("c"), e -> {}))
        .isInstanceOf(TrainingDivergedException.class)
        .hasMessageContaining("epoch 1, step 1")
        .hasMessageContaining("weight of layer 'conv2'")
        .hasMessageContaining("learning rate 0.1");
  }

  @Tag("slow")
  @Test
  void learnsRealImages() throws IOException {
    TrainableNetwork model =
        TrainableNetwork.of(
            Initializer.initialize(TestNetworks.block(8), 1), QuantizationScheme.pact(2, true));
    Evaluation result =
        new Trainer(
                model,
                cifar(10, 128, 1),
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

  private static TrainingRecipe cifar(int epochs, int batchSize, long seed) {
    return RecipeFile.load("cifar10")
        .recipe()
        .withEpochs(epochs)
        .withBatchSize(batchSize)
        .withSeedAndThreads(seed, 1);
  }
}
