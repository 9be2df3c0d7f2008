package dev.twobit.experiment;

import java.nio.file.Path;

/**
 * What one training is asked for; written to {@code run.yaml}.
 *
 * @param data {@code cifar10:DIR}, {@code images:DIR} or {@code embedded}
 * @param normalization {@code auto} (measured on the training images), {@code cifar}, {@code
 *     imagenet}, {@code none} or {@code mean,…/std,…}
 * @param quantizer {@code pact} or {@code none}
 * @param bits width of weights and activations of quantized layers; ignored without a quantizer
 * @param threads of libtorch; part of what the bits depend on
 */
public record TrainingRequest(
    Path model,
    String data,
    String normalization,
    String quantizer,
    int bits,
    int epochs,
    int batchSize,
    long seed,
    int threads) {}
