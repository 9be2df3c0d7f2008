package dev.twobit.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelMapTest {
  /** A computation that is a parallel stream itself, as a convolution is. */
  private static int sum(int element, Set<Thread> seen) {
    return IntStream.range(0, 2000)
        .parallel()
        .peek(i -> seen.add(Thread.currentThread()))
        .map(i -> i % (element + 1))
        .sum();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 100})
  void elementsAreTheSameForAnyNumberOfThreadsAndNoMoreThanTheseAreAtWork(int threads) {
    Set<Thread> seen = ConcurrentHashMap.newKeySet();

    List<Integer> sums = ParallelMap.of(20, threads, i -> sum(i, seen));

    Set<Thread> apart = ConcurrentHashMap.newKeySet();
    assertThat(sums).isEqualTo(IntStream.range(0, 20).mapToObj(i -> sum(i, apart)).toList());
    assertThat(seen).hasSizeLessThanOrEqualTo(Math.max(1, Math.min(threads, 20)));
    assertThat(seen).doesNotContain(Thread.currentThread());
    assertThat(seen).noneMatch(t -> t.getName().contains("commonPool"));
  }

  @Test
  void theFirstFailureByIndexIsThrownAsItWas() {
    RuntimeException first = new IllegalArgumentException("3");

    assertThatThrownBy(
            () ->
                ParallelMap.of(
                    10,
                    4,
                    i -> {
                      if (i >= 3) {
                        throw i == 3 ? first : new IllegalStateException("later");
                      }
                      return i;
                    }))
        .isSameAs(first);
  }

  @Test
  void nothingRunsAnyMoreOnceAFailureIsThrown() {
    AtomicInteger atWork = new AtomicInteger();

    assertThatThrownBy(
            () ->
                ParallelMap.of(
                    40,
                    4,
                    i -> {
                      atWork.incrementAndGet();
                      try {
                        if (i == 0) {
                          throw new IllegalStateException("at once");
                        }
                        long end = System.nanoTime() + 20_000_000;
                        while (System.nanoTime() < end) {
                          Thread.onSpinWait();
                        }
                        return i;
                      } finally {
                        atWork.decrementAndGet();
                      }
                    }))
        .hasMessage("at once");
    assertThat(atWork).hasValue(0);
  }
}
