package dev.twobit.verification;

import java.util.List;
import java.util.stream.IntStream;

/** A network that is computed for one image after the other. */
interface ImageByImage extends FloatNetwork {
  /** One image, by number. */
  Run run(int image);

  @Override
  default List<Run> run(int first, int count) {
    return IntStream.range(first, first + count).mapToObj(this::run).toList();
  }
}
