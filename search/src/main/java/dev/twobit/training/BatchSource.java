package dev.twobit.training;

import dev.twobit.training.data.Batch;

/**
 * Where a training gets its batches. A batch is a function of the source, its seed, epoch and step
 * alone: a resumed training asks for the middle of an epoch. Steps are asked for in order.
 */
public interface BatchSource extends AutoCloseable {

  /** Whole batches in an epoch; the rest of the images is left out. */
  int steps();

  /** Images in every batch. */
  int batchSize();

  /** Batch of a 0-based epoch and step. */
  Batch batch(int epoch, int step);

  @Override
  void close();
}
