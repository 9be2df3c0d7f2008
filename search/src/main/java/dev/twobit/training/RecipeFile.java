package dev.twobit.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twobit.settings.Document;
import dev.twobit.settings.SettingsCatalog;
import dev.twobit.settings.SettingsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A training recipe in YAML, one that comes with twobit or a file of the user; {@code
 * recipes/schema.json} among the resources describes every key.
 *
 * @param name of the recipe
 * @param description one line
 * @param recipe with seed 1 and one thread, which a run replaces
 */
public record RecipeFile(String name, String description, TrainingRecipe recipe) {
  private static final SettingsReader READER =
      new SettingsReader("recipes/schema.json", "a training recipe in YAML");
  private static final SettingsCatalog CATALOG = new SettingsCatalog("recipes", "recipe");

  /** Recipes that come with twobit, in the order they are listed. */
  public static final List<String> NAMES = CATALOG.names();

  /**
   * @param text a name of {@link #NAMES}, or the path of a {@code .yaml} file
   */
  public static RecipeFile load(String text) {
    return of(document(text));
  }

  /** Its YAML, comments included. */
  public static String text(String text) {
    return CATALOG.contains(text) ? CATALOG.text(text) : READER.text(file(text));
  }

  /** Every key with its value, given or left out, and what it decides. */
  public static String described(String text) {
    Document document = document(text);
    RecipeFile recipe = of(document);
    ObjectNode all = withDecays(document).tree();
    all.put("name", recipe.name);
    return READER.described(document.with(document.file(), all));
  }

  private static Document document(String text) {
    return CATALOG.contains(text)
        ? READER.parse(text + ".yaml", CATALOG.text(text))
        : READER.read(file(text));
  }

  private static Path file(String text) {
    Path file = Path.of(text);
    if (!Files.isRegularFile(file)) {
      throw CATALOG.unknown(text, "or a YAML file");
    }
    return file;
  }

  /**
   * @param file for messages
   */
  static RecipeFile parse(String file, String text) {
    return of(READER.parse(file, text));
  }

  private static RecipeFile of(Document document) {
    Document all = withDecays(document);
    Whole whole = all.as(Whole.class);
    Rate rate = all.at("/learningRate", Rate.class);
    if (rate.warmupEpochs > whole.epochs) {
      throw document.error(
          "/learningRate/warmupEpochs",
          "a whole number from 0 to " + whole.epochs + ", the epochs in all");
    }
    Loss loss = all.at("/loss", Loss.class);
    Augmentation augmentation = all.at("/augmentation", Augmentation.class);
    TrainingRecipe recipe =
        new TrainingRecipe(
            new TrainingRecipe.Duration(whole.epochs, whole.batchSize),
            new TrainingRecipe.Optimization(
                all.at("/optimizer", OptimizerChoice.class),
                rate.overEpochs(),
                all.at("/weightDecay", Decay.class).groups(whole.quantizerRateFactor),
                new TrainingLoss(
                    loss.labelSmoothing, loss.distillation.weight, loss.distillation.temperature),
                whole.gradientClipping),
            new TrainingRecipe.Evaluated(whole.averageDecay, whole.batchNormReestimation),
            new TrainingRecipe.Augmentation(augmentation.flipAndCrop, augmentation.cropPad),
            1,
            1);
    String name = document.tree().path("name").asText(document.file());
    return new RecipeFile(name, whole.description, recipe);
  }

  /** A decay that is left out is that of weights. */
  private static Document withDecays(Document document) {
    ObjectNode all = document.tree().deepCopy();
    ObjectNode decays = all.withObject("/weightDecay");
    double weights = decays.path("weights").asDouble(0);
    for (String other : List.of("biases", "batchNorm", "quantizers")) {
      if (!decays.has(other)) {
        decays.put(other, weights);
      }
    }
    return document.with(document.file(), all);
  }

  private record Whole(
      String description,
      int epochs,
      int batchSize,
      double quantizerRateFactor,
      double gradientClipping,
      double averageDecay,
      int batchNormReestimation) {}

  private record Rate(
      double peak,
      LearningRate.Schedule schedule,
      double last,
      List<Integer> milestones,
      double factor,
      int warmupEpochs,
      Update update) {
    LearningRate overEpochs() {
      return new LearningRate(
          peak, schedule, last, milestones, factor, warmupEpochs, update == Update.STEP);
    }
  }

  private enum Update {
    EPOCH,
    STEP
  }

  private record Decay(double weights, double biases, double batchNorm, double quantizers) {
    ParameterGroups groups(double rateFactor) {
      return new ParameterGroups(weights, biases, batchNorm, quantizers, rateFactor);
    }
  }

  private record Loss(double labelSmoothing, Distillation distillation) {}

  private record Distillation(double weight, double temperature) {}

  private record Augmentation(boolean flipAndCrop, int cropPad) {}
}
