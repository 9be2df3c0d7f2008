package dev.twobit.search;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * What a search sees of the training images.
 *
 * @param batchSize images of a step
 * @param imagesPerClass of each class; 0: all
 * @param splitSeed seed of the halves for weights and preferences
 * @param cropPad pixels of zero padding before a random crop
 * @param augmentArchitecture whether the half for preferences is augmented too
 * @param architectureShare share of the images that preferences learn from, the others are the
 *     weights'; a half: as TAS splits them
 * @param heldOut training images that no weights see: {@code none}, a number, a share as {@code
 *     10%}, or other data
 */
@JsonNaming(KebabCaseStrategy.class)
public record ImageSettings(
    int batchSize,
    int imagesPerClass,
    int splitSeed,
    int cropPad,
    boolean augmentArchitecture,
    double architectureShare,
    String heldOut) {}
