package dev.twobit.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** A list whose elements are computed side by side, in the order of their indices. */
final class ParallelSteps {
  private ParallelSteps() {}

  /**
   * Elements {@code 0} to {@code count - 1}; the first failure by index is thrown, as it was.
   *
   * @param done told after each element, from one thread at a time
   */
  static <T> List<T> map(int count, int threads, IntFunction<T> step, Runnable done) {
    ExecutorService workers =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(threads, count)),
            task -> {
              Thread thread = new Thread(task, "sweep");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int index = i;
        futures.add(
            workers.submit(
                () -> {
                  T element = step.apply(index);
                  synchronized (workers) {
                    done.run();
                  }
                  return element;
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      workers.shutdownNow();
    }
  }
}
