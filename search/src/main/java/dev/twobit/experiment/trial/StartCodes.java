package dev.twobit.experiment.trial;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.twobit.io.AtomicFile;
import dev.twobit.json.Json;
import dev.twobit.training.Calibration;
import dev.twobit.training.CodeShares;
import dev.twobit.training.Evaluation;
import dev.twobit.training.Evaluator;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.WeightLevelShares;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Measures a {@link CodeUse.Start}, once: a training that goes on from a checkpoint has it kept.
 */
final class StartCodes {
  /** Of 128 images, for statistics of batch normalization. */
  private static final int STATISTICS_BATCHES = 20;

  private StartCodes() {}

  /**
   * @param folder the training's own
   * @param prepared the training
   * @param begun a network as the training begins, which measuring changes
   * @param say told of the accuracy when it is measured
   */
  static CodeUse.Start of(
      Path folder,
      TrainingWork.Prepared prepared,
      Supplier<TrainableNetwork> begun,
      Consumer<String> say)
      throws IOException {
    Path file = folder.resolve(TrialWork.CHECKPOINT + "-start.json");
    Optional<CodeUse.Start> kept = kept(file);
    if (kept.isPresent()) {
      return kept.get();
    }
    CodeUse.Start start = measured(begun.get(), prepared);
    AtomicFile.writeText(file, Json.indented(start));
    say.accept(
        String.format(
            Locale.ROOT,
            "before the first step: test %.2f %%, ranges and batch-norm statistics measured",
            start.top1Percent()));
    return start;
  }

  /** A damaged file counts as none. */
  private static Optional<CodeUse.Start> kept(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.complete(Files.readString(file), CodeUse.Start.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static CodeUse.Start measured(TrainableNetwork network, TrainingWork.Prepared prepared) {
    PreparedData images = prepared.images();
    Calibration.of(network, images.train(), images.normalization(), STATISTICS_BATCHES);
    List<CodeShares> layers = CodeShares.of(network, images.train(), images.normalization());
    Evaluation found = Evaluator.evaluate(network, images.test(), images.normalization());
    return new CodeUse.Start(
        100.0 * found.correct() / found.total(),
        prepared.trial().start().hasFreshWeights()
            ? Optional.empty() // they have the whole training to spread
            : WeightLevelShares.warning(WeightLevelShares.of(network)),
        layers);
  }
}
