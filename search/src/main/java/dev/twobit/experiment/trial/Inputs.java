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
 *     imagenet}, {@code unit}, {@code none} or {@code mean,…/std,…}
 * @param heldOut images that no training sees, as {@link HeldOut#parse} has it
 * @param sizes of the model's inputs
 */
public record Inputs(
    Path model, String data, String normalization, String heldOut, InputSizes sizes) {
  /** The model as its file is; all training images are trained on. */
  public Inputs(Path model, String data, String normalization) {
    this(model, data, normalization, HeldOut.NONE, InputSizes.NONE);
  }

  /** The same normalized otherwise. */
  public Inputs normalized(String other) {
    return new Inputs(model, data, other, heldOut, sizes);
  }

  /** The model and the sizes of its inputs. */
  public ModelSource source() {
    return new ModelSource(model, sizes);
  }
}
