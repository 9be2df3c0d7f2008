package dev.twobit.network;

import java.util.List;

/**
 * How a caller writes down the channels of a tensor that {@link ChannelDependencies} has followed.
 *
 * @param <T> the caller's expressions
 */
public interface WidthAlgebra<T> {
  /** Channels that do not change. */
  T fixed(int channels);

  /** The width of a group that may change, by its place in {@link ChannelDependencies#groups()}. */
  T group(int group);

  /** Operands of an Add that need not be equally wide. */
  T largest(List<T> operands);

  /** Blocks in the order in which they stand. */
  T sum(List<T> blocks);

  /** So many channels or features for each of {@code width}. */
  T times(T width, int factor);
}
