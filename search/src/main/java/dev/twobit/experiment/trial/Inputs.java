package dev.twobit.experiment.trial;

import java.nio.file.Path;

/**
 * What is adapted, as a user names it.
 *
 * @param model ONNX file
 * @param data {@code cifar10:DIR}, {@code images:DIR} or {@code embedded}
 * @param normalization {@code auto} (measured on the training images), {@code cifar}, {@code
 *     imagenet}, {@code none} or {@code mean,…/std,…}
 */
public record Inputs(Path model, String data, String normalization) {}
