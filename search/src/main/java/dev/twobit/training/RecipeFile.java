package dev.twobit.training;

import dev.twobit.io.FileFailure;
import dev.twobit.io.Suggestion;
import dev.twobit.io.TextFile;
import dev.twobit.network.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A training recipe in YAML, one that comes with twobit or a file of the user; {@code cifar10.yaml}
 * among the resources describes every key.
 *
 * @param name of the recipe
 * @param description one line
 * @param recipe with seed 1 and one thread, which a run replaces
 */
public record RecipeFile(String name, String description, TrainingRecipe recipe) {
  /** Recipes that come with twobit, in the order they are listed. */
  public static final List<String> NAMES =
      List.of("cifar10", "cifar10-finetune", "imagenet", "imagenet-finetune", "small");

  private static final int MANY = 1_000_000;

  /**
   * @param text a name of {@link #NAMES}, or the path of a {@code .yaml} file
   */
  public static RecipeFile load(String text) {
    return parse(NAMES.contains(text) ? text + ".yaml" : text, text(text));
  }

  /** Its YAML, comments included. */
  public static String text(String text) {
    if (NAMES.contains(text)) {
      return resource(text);
    }
    Path file = Path.of(text);
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          "recipe '"
              + text
              + "' is not known and no file; expected a YAML file or one of "
              + String.join(", ", NAMES)
              + Suggestion.nearest(text, NAMES));
    }
    try {
      return TextFile.readYaml(file);
    } catch (IOException e) {
      throw new InvalidInputException(file + ": " + FileFailure.reason(e), e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = RecipeFile.class.getResourceAsStream("/recipes/" + name + ".yaml")) {
      if (in == null) {
        throw new IllegalStateException("resource recipes/" + name + ".yaml is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param file for messages
   */
  static RecipeFile parse(String file, String text) {
    YamlKeys keys = YamlKeys.parse(file, text);
    keys.require("epochs", "batchSize", "learningRate.peak", "learningRate.schedule");
    int epochs = keys.integer("epochs", 1, MANY, 1);
    TrainingRecipe recipe =
        new TrainingRecipe(
            epochs,
            keys.integer("batchSize", 1, MANY, 1),
            optimizer(keys),
            learningRate(keys, epochs),
            groups(keys),
            new TrainingLoss(
                keys.number("loss.labelSmoothing", 0, 0.999, 0),
                keys.number("loss.distillation.weight", 0, 1, 0.9),
                keys.number("loss.distillation.temperature", 0.01, 1000, 4)),
            keys.number("gradientClipping", 0, 1e9, 0),
            keys.number("averageDecay", 0, 0.999999, 0),
            keys.integer("batchNormReestimation", 0, MANY, 0),
            keys.flag("augmentation.flipAndCrop", true),
            keys.integer("augmentation.cropPad", 0, 64, 4),
            1,
            1);
    RecipeFile result =
        new RecipeFile(keys.text("name", file), keys.text("description", ""), recipe);
    keys.requireAllKnown();
    return result;
  }

  private static OptimizerChoice optimizer(YamlKeys keys) {
    String kind = keys.word("optimizer.kind", List.of("sgd", "adam", "adamw"), "sgd");
    return new OptimizerChoice(
        OptimizerChoice.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
        keys.number("optimizer.momentum", 0, 0.9999, 0.9),
        keys.flag("optimizer.nesterov", true),
        keys.number("optimizer.beta1", 0, 0.9999, 0.9),
        keys.number("optimizer.beta2", 0, 0.99999, 0.999),
        keys.number("optimizer.epsilon", 1e-16, 1, 1e-8));
  }

  private static LearningRate learningRate(YamlKeys keys, int epochs) {
    String schedule =
        keys.word("learningRate.schedule", List.of("cosine", "step", "constant"), "cosine");
    return new LearningRate(
        keys.number("learningRate.peak", 0, 1e6, 0),
        LearningRate.Schedule.valueOf(schedule.toUpperCase(Locale.ROOT)),
        keys.number("learningRate.last", 0, 1e6, 0),
        keys.integers("learningRate.milestones", 1, MANY),
        keys.number("learningRate.factor", 0, 1, 0.1),
        keys.integer("learningRate.warmupEpochs", 0, epochs, 0),
        keys.word("learningRate.update", List.of("epoch", "step"), "epoch").equals("step"));
  }

  private static ParameterGroups groups(YamlKeys keys) {
    double weights = keys.number("weightDecay.weights", 0, 1, 0);
    return new ParameterGroups(
        weights,
        keys.number("weightDecay.biases", 0, 1, weights),
        keys.number("weightDecay.batchNorm", 0, 1, weights),
        keys.number("weightDecay.quantizers", 0, 1, weights),
        keys.number("quantizerRateFactor", 0, 1000, 1));
  }
}
