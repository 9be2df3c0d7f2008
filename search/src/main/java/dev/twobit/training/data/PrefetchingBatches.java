package dev.twobit.training.data;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Batches in their order, the next ones made on background threads while the caller works on one.
 * The bits are those of the batch maker for any number of threads; at most {@code threads + 1}
 * batches exist ahead of the caller. One caller at a time.
 */
public final class PrefetchingBatches implements Iterator<Batch>, AutoCloseable {
  private static final long CLOSE_SECONDS = 60;

  private final IntFunction<Batch> maker;
  private final int count;
  private final int ahead;
  private final ExecutorService pool;
  private final Deque<Future<Batch>> coming = new ArrayDeque<>();
  private int submitted;
  private int taken;

  /**
   * @param maker of batch 0 to count - 1; called from several threads
   * @param threads that make batches; 0 makes each when it is asked for
   */
  public PrefetchingBatches(IntFunction<Batch> maker, int count, int threads) {
    this.maker = maker;
    this.count = count;
    this.ahead = threads == 0 ? 0 : threads + 1;
    this.pool = Executors.newFixedThreadPool(Math.max(1, threads), PrefetchingBatches::thread);
    fill();
  }

  /** Batches as evaluated; batch i is of the images {@code chosen.apply(i)}. */
  public static PrefetchingBatches plain(
      BatchMaker maker, IntFunction<int[]> chosen, int count, int threads) {
    return new PrefetchingBatches(i -> maker.batch(chosen.apply(i), maker::plain), count, threads);
  }

  /** Augmented batches; batch i's random choices follow from {@code seeds.apply(i)}. */
  public static PrefetchingBatches augmented(
      BatchMaker maker,
      IntFunction<int[]> chosen,
      int pad,
      IntFunction<Long> seeds,
      int count,
      int threads) {
    return new PrefetchingBatches(
        i -> maker.batch(chosen.apply(i), images -> maker.augmented(images, pad, seeds.apply(i))),
        count,
        threads);
  }

  @Override
  public boolean hasNext() {
    return taken < count;
  }

  /**
   * Waits for the next batch; what its making threw is thrown here. A caller that is interrupted
   * gets a {@link CancellationException} and stays interrupted.
   */
  @Override
  public Batch next() {
    if (!hasNext()) {
      throw new NoSuchElementException("all " + count + " batches are taken");
    }
    if (ahead == 0) {
      return maker.apply(taken++);
    }
    try {
      Batch batch = coming.remove().get();
      taken++;
      fill();
      return batch;
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw cancelled();
    } catch (ExecutionException e) {
      close();
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException("batch " + taken + " cannot be made", e.getCause());
    }
  }

  private static CancellationException cancelled() {
    return new CancellationException("interrupted while waiting for images");
  }

  private void fill() {
    while (submitted < count && coming.size() < ahead) {
      int number = submitted++;
      coming.add(pool.submit(() -> maker.apply(number)));
    }
  }

  /** Stops the threads and waits until they have stopped; batches not taken are lost. */
  @Override
  public void close() {
    pool.shutdownNow();
    taken = count;
    coming.clear();
    boolean interrupted = Thread.interrupted();
    try {
      if (!pool.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("loading did not stop in " + CLOSE_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "twobit-images");
    thread.setDaemon(true);
    return thread;
  }
}
