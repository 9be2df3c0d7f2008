package dev.twobit.experiment.trial;

import dev.twobit.onnx.read.InputSizes;
import dev.twobit.onnx.read.ModelSource;
import java.nio.file.Path;

/**
 * What is adapted, as a user names it.
 *
 * @param model ONNX file
 * @param data {@code cifar10:DIR}, {@code images:DIR} or {@code embedded}
 * @param normalization {@code auto} (measured on the training images), {@code cifar}, {@code
 *     imagenet}, {@code none} or {@code mean,…/std,…}
 * @param sizes of the model's inputs
 */
public record Inputs(Path model, String data, String normalization, InputSizes sizes) {
  /** The model as its file is. */
  public Inputs(Path model, String data, String normalization) {
    this(model, data, normalization, InputSizes.NONE);
  }

  /** The model and the sizes of its inputs. */
  public ModelSource source() {
    return new ModelSource(model, sizes);
  }
}
