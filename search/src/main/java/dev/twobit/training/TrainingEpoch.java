package dev.twobit.training;

/**
 * What one epoch brought.
 *
 * @param epoch 1-based, of {@code epochs}
 * @param trainLoss mean over the epoch's batches
 * @param imagesPerSecond of training, evaluation apart
 */
public record TrainingEpoch(
    int epoch,
    int epochs,
    double learningRate,
    double trainLoss,
    double trainAccuracy,
    double testAccuracy,
    double imagesPerSecond,
    double seconds) {}
