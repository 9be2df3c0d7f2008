package dev.twobit.experiment.study;

import dev.twobit.experiment.engine.EngineChoice;
import dev.twobit.experiment.trial.TrainingPlan;
import dev.twobit.onnx.read.InputSizes;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * What a study is asked for. Lists that are empty, and numbers that are absent, are the study's
 * own.
 *
 * @param study a name of {@link StudyRegistry}
 * @param preset {@code smoke}, {@code small} or {@code paper}
 * @param recipe what replaces single values of the trainings' recipe, where a study trains as
 *     {@code twobit search} does
 * @param out where trials are kept, and the study in a folder of its name
 */
public record StudyRequest(
    String study,
    String preset,
    Inputs inputs,
    Searches searches,
    Size size,
    UnaryOperator<TrainingPlan> recipe,
    Resources execution,
    Path out) {

  /**
   * What is adapted, and what for.
   *
   * @param models files, or names of {@code twobit model} that are built for the data
   * @param data as {@code --data} has it
   * @param hardware name or file
   * @param sizes of the inputs of models that are files
   */
  public record Inputs(
      List<String> models, String data, String normalization, String hardware, InputSizes sizes) {
    public Inputs {
      models = List.copyOf(models);
    }
  }

  /**
   * How networks are found.
   *
   * @param methods for studies that compare methods
   * @param budgets {@code kind=value}
   * @param settings {@code key=value} of the searches, after the preset
   */
  public record Searches(List<String> methods, List<String> budgets, List<String> settings) {
    public Searches {
      methods = List.copyOf(methods);
      budgets = List.copyOf(budgets);
      settings = List.copyOf(settings);
    }
  }

  /**
   * How large it is.
   *
   * @param seeds trainings of every network; {@code structures} networks of a method that finds
   *     many
   * @param searches of a method that compares trained networks, each with a seed of its own
   * @param trainPerClass images of every class; {@code testPerClass} likewise
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // options of the command line
  public record Size(
      OptionalInt seeds,
      OptionalInt structures,
      OptionalInt searches,
      OptionalInt trainingEpochs,
      OptionalInt trainPerClass,
      OptionalInt testPerClass) {}

  /**
   * How trials are executed.
   *
   * @param precision {@code float32} or {@code bf16}
   * @param threads of libtorch in a trial
   * @param engine where trials run
   */
  public record Resources(String precision, int threads, EngineChoice engine) {}

  /** Where results of this study go. */
  public Path folder() {
    return out.resolve(study + "-" + preset);
  }
}
