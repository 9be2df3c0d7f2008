package dev.twobit.results;

/**
 * The data the run saw.
 *
 * @param trainImages of the training part; {@code testImages} of the part accuracies are stated on
 * @param imageShape channels x height x width
 */
public record DataSetFacts(
    String name, long trainImages, long testImages, int classes, String imageShape) {}
