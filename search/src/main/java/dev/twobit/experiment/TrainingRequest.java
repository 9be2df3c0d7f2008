package dev.twobit.experiment;

import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.tensor.Precision;
import dev.twobit.training.TrainingRecipe;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What one training is asked for.
 *
 * @param data {@code cifar10:DIR}, {@code images:DIR} or {@code embedded}
 * @param normalization {@code auto} (measured on the training images), {@code cifar}, {@code
 *     imagenet}, {@code none} or {@code mean,…/std,…}
 * @param weights quantizer of the weights of inner layers
 * @param activations quantizer of what they read
 * @param init where the weights come from
 * @param teacher distilled from
 * @param recipeName for the record
 * @param recipe with its overrides, seed and threads
 * @param precision that layers compute in while training
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // an option of the command line
public record TrainingRequest(
    Path model,
    String data,
    String normalization,
    QuantizerChoice weights,
    QuantizerChoice activations,
    Init init,
    Optional<TeacherFile> teacher,
    String recipeName,
    TrainingRecipe recipe,
    Precision precision) {

  /** Weights that a training begins with. */
  public enum Init {
    /** Random, by the seed. */
    FRESH,
    /** The file's. */
    IMPORTED
  }

  /**
   * A trained ONNX file.
   *
   * @param normalization the teacher's own, or {@code same} as the student's
   */
  public record TeacherFile(Path file, String normalization) {}

  boolean isQuantized() {
    return !weights.isNone() || !activations.isNone();
  }
}
