package dev.twobit.search;

/** Weights that compared networks begin with. */
public enum InitialWeights {
  /** The file's if it is trained: by its accuracy on training images. */
  AUTO,
  /** The file's. */
  IMPORTED,
  /** Random, by the seed. */
  FRESH
}
