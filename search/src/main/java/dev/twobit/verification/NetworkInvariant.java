package dev.twobit.verification;

import java.util.List;

/** Something that holds of every network and accelerator that can be drawn. */
interface NetworkInvariant {
  /** In a word or two, for reports. */
  String name();

  /**
   * What does not hold of what a seed stands for, a line each; empty if all does. Each invariant
   * draws what it is about.
   */
  List<String> broken(long seed);
}
