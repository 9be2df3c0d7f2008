package dev.twobit.parallel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A list whose elements are computed side by side, in the order of their indices. No more threads
 * than asked for are at work: parallel streams within an element's computation run on them, too,
 * and not on the pool that all of the program share.
 */
public final class ParallelMap {
  private ParallelMap() {}

  /**
   * Elements {@code 0} to {@code count - 1}. The first failure by index is thrown, as it was, once
   * nothing runs any more.
   *
   * @param threads at least 1; less is taken as 1
   */
  public static <T> List<T> of(int count, int threads, IntFunction<T> element) {
    ForkJoinPool pool = new ForkJoinPool(Math.max(1, Math.min(threads, count)));
    try {
      List<CompletableFuture<T>> elements =
          IntStream.range(0, count)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> element.apply(i), pool))
              .toList();
      List<T> results = new ArrayList<>(count);
      for (CompletableFuture<T> computed : elements) {
        results.add(computed.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      end(pool);
    }
  }

  /** What a caller closes after this is used by no thread any more, unless it was interrupted. */
  private static void end(ForkJoinPool pool) {
    pool.shutdownNow();
    try {
      if (!pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS)) {
        throw new IllegalStateException("threads are at work after 292 years");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
