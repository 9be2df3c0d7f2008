package dev.twobit.training.data;

/**
 * Images ready for a step.
 *
 * @param images indices in their data set
 * @param pixels normalized, (N,C,H,W)
 * @param labels one per image
 */
@SuppressWarnings("ArrayRecordComponent") // megabytes: never compared
public record Batch(int[] images, float[] pixels, long[] labels) {}
