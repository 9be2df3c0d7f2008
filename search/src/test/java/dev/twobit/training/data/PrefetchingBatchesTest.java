package dev.twobit.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrefetchingBatchesTest {
  private static final ImageDataset DATA = DatasetPair.load("embedded").test();
  private static final BatchMaker MAKER = new BatchMaker(DATA, Normalization.measured(DATA));

  private static int[] chosen(int step) {
    return Arrays.copyOfRange(BatchMaker.order(DATA.size(), 7, 0), step * 16, step * 16 + 16);
  }

  private static Batch batch(int number) {
    return new Batch(new int[] {number}, new float[0], new long[0]);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5})
  void theBitsAreThoseWithoutIt(int threads) {
    List<Batch> made = new ArrayList<>();
    try (var batches =
        PrefetchingBatches.augmented(
            MAKER, PrefetchingBatchesTest::chosen, 4, s -> BatchMaker.seed(7, 0, s), 12, threads)) {
      batches.forEachRemaining(made::add);
    }

    assertThat(made).hasSize(12);
    for (int step = 0; step < made.size(); step++) {
      assertThat(made.get(step).images()).isEqualTo(chosen(step));
      assertThat(made.get(step).labels()).isEqualTo(DATA.labels(chosen(step)));
      assertThat(made.get(step).pixels())
          .isEqualTo(MAKER.augmented(chosen(step), 4, BatchMaker.seed(7, 0, step)));
    }
  }

  @Test
  void plainBatchesToo() {
    try (var batches = PrefetchingBatches.plain(MAKER, PrefetchingBatchesTest::chosen, 3, 2)) {
      batches.next();
      assertThat(batches.next().pixels()).isEqualTo(MAKER.plain(chosen(1)));
    }
  }

  @Test
  void noMoreThanAgreedAreMadeAhead() throws InterruptedException {
    AtomicInteger begun = new AtomicInteger();
    CountDownLatch three = new CountDownLatch(3);
    try (var batches =
        new PrefetchingBatches(
            i -> {
              begun.incrementAndGet();
              three.countDown();
              return batch(i);
            },
            100,
            2)) {
      three.await();
      Thread.sleep(20);
      assertThat(begun).hasValue(3);
      batches.next();
      assertThat(begun.get()).isBetween(3, 4);
    }
  }

  @Test
  void whatMakingThrewIsThrownInItsPlace() {
    var batches =
        new PrefetchingBatches(
            i -> {
              if (i == 1) {
                throw new InvalidInputException("broken.jpg: cannot be decoded");
              }
              return batch(i);
            },
            9,
            3);

    assertThat(batches.next().images()).containsExactly(0);
    assertThatThrownBy(batches::next)
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("broken.jpg: cannot be decoded");
    assertThat(batches.hasNext()).isFalse();
  }

  @Test
  void anInterruptedCallerStopsAllOfIt() {
    AtomicInteger ended = new AtomicInteger();
    var batches =
        new PrefetchingBatches(
            i -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                ended.incrementAndGet();
              }
              return batch(i);
            },
            9,
            2);
    Thread.currentThread().interrupt();

    assertThatThrownBy(batches::next).isInstanceOf(CancellationException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(ended.get()).isLessThanOrEqualTo(2);
    assertThat(threads()).isZero();
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().equals("twobit-images") && t.isAlive())
        .count();
  }
}
