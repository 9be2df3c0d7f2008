package dev.twobit.search.contest;

import java.io.IOException;

/** Says how good a network is: by training it a little, or otherwise. */
@FunctionalInterface
public interface Judge {
  /** The same score, to the bit, for the same judging. */
  Score judge(Judging judging) throws IOException;
}
