package dev.twobit.simulator.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.array.FeasibleTilings;
import dev.twobit.simulator.array.KernelGroups;
import dev.twobit.simulator.array.Tiling;
import dev.twobit.simulator.engine.EngineTrace;
import dev.twobit.simulator.engine.EventEngine;
import dev.twobit.simulator.engine.LayerTiming;
import dev.twobit.simulator.trace.BufferLevel;
import dev.twobit.simulator.trace.LayerTrace;
import dev.twobit.simulator.trace.OperationSpan;
import dev.twobit.simulator.trace.TracedUnit;
import dev.twobit.simulator.trace.UnitSpan;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A trace says the same as the timing it explains, on random layers and accelerators. */
@Tag("slow")
class EngineTraceTest {
  private static final int PAIRS_PER_CHUNK = 150;

  /** Beyond what any of these layers has. */
  private static final int UNLIMITED = 1 << 20;

  static IntStream chunks() {
    return IntStream.range(0, 8);
  }

  @ParameterizedTest
  @MethodSource("chunks")
  void addsUpToTheTimingWithoutOverlaps(int chunk) {
    long first = (long) chunk * PAIRS_PER_CHUNK;
    LongStream.range(first, first + PAIRS_PER_CHUNK).forEach(EngineTraceTest::check);
  }

  private static void check(long seed) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    HardwareConfig hardware = RandomHardware.draw(random);
    if (random.nextInt(8) == 0) {
      LayerWorkload.PostProcessing step = RandomLayer.post(random);
      LayerTiming timing = EventEngine.simulate(step, hardware);
      LayerTrace trace = EngineTrace.of(step, hardware, UNLIMITED);
      checkSums(seed, trace, timing);
      assertThat(trace.levels()).as("seed %d", seed).isEmpty();
      return;
    }
    LayerWorkload.Convolution c = RandomLayer.convolution(random);
    List<Tiling> tilings = FeasibleTilings.of(c, hardware);
    Tiling tiling = tilings.get(random.nextInt(tilings.size()));
    LayerTiming timing = EventEngine.simulate(c, tiling, hardware);
    LayerTrace trace = EngineTrace.of(c, tiling, hardware, UNLIMITED);
    checkSums(seed, trace, timing);
    checkLevels(seed, trace, c, tiling, hardware);
    // Neighbours joined, far fewer spans: the same sums.
    LayerTrace joined = EngineTrace.of(c, tiling, hardware, 4);
    checkSums(seed, joined, timing);
    for (TracedUnit unit : TracedUnit.values()) {
      assertThat(joined.spans(unit)).as("seed %d, %s", seed, unit).hasSizeLessThanOrEqualTo(4);
      assertThat(joined.spans(unit).stream().mapToInt(UnitSpan::joined).sum())
          .as("seed %d, %s", seed, unit)
          .isEqualTo(trace.spans(unit).size());
    }
    assertThat(joined.levels().stream().mapToLong(BufferLevel::weightBytes).max())
        .as("seed %d", seed)
        .isEqualTo(trace.levels().stream().mapToLong(BufferLevel::weightBytes).max());
  }

  private static void checkSums(long seed, LayerTrace trace, LayerTiming timing) {
    String pair = "seed " + seed;
    assertThat(trace.cycles()).as(pair).isEqualTo(timing.cycles().total());
    assertThat(
            trace.operations().stream()
                .map(OperationSpan::cycles)
                .reduce((a, b) -> a.plus(b))
                .orElseThrow())
        .as(pair)
        .isEqualTo(timing.cycles());
    assertThat(trace.spans().stream().mapToLong(UnitSpan::endCycle).max().orElseThrow())
        .as("%s: last event", pair)
        .isEqualTo(timing.cycles().total());
    assertThat(sum(trace, s -> s.counts().readBytes()))
        .as("%s: read", pair)
        .isEqualTo(timing.activity().dramReadBytes());
    assertThat(sum(trace, s -> s.counts().inputBytes() + s.counts().weightBytes()))
        .as("%s: into the buffer", pair)
        .isEqualTo(timing.activity().sramWriteBytes());
    assertThat(sum(trace, s -> s.counts().outputBytes()))
        .as("%s: written", pair)
        .isEqualTo(timing.activity().dramWriteBytes());
    assertThat(sum(trace, s -> s.counts().outputStallCycles()))
        .as("%s: held back", pair)
        .isLessThanOrEqualTo(timing.cycles().outputBound());
    List<UnitSpan> macs = trace.spans(TracedUnit.MAC_ARRAY);
    assertThat(macs.stream().mapToLong(s -> s.counts().activeCycles()).sum())
        .as("%s: MAC-active", pair)
        .isEqualTo(timing.cycles().macActive());
    for (TracedUnit unit : TracedUnit.values()) {
      long clock = 0;
      for (UnitSpan span : trace.spans(unit)) {
        assertThat(span.beginCycle())
            .as("%s: %s after %d", pair, span, clock)
            .isGreaterThanOrEqualTo(clock);
        assertThat(span.cycles()).as("%s: %s", pair, span).isNotNegative();
        assertThat(span.counts().activeCycles())
            .as("%s: %s", pair, span)
            .isLessThanOrEqualTo(span.cycles());
        clock = span.endCycle();
      }
    }
  }

  private static long sum(LayerTrace trace, ToLongFunction<UnitSpan> figure) {
    return trace.spans().stream().mapToLong(figure).sum();
  }

  /** What the banks hold is never negative, ends with nothing, and weights keep to their banks. */
  private static void checkLevels(
      long seed,
      LayerTrace trace,
      LayerWorkload.Convolution c,
      Tiling tiling,
      HardwareConfig hardware) {
    long cycle = -1;
    for (BufferLevel level : trace.levels()) {
      assertThat(level.cycle()).as("seed %d: %s", seed, level).isGreaterThan(cycle);
      assertThat(level.inputBytes()).as("seed %d: %s", seed, level).isNotNegative();
      assertThat(level.weightBytes()).as("seed %d: %s", seed, level).isNotNegative();
      cycle = level.cycle();
      if (hardware.array() instanceof ArrayConfig.DotProduct array) {
        KernelGroups groups = KernelGroups.of(c, array.atomicKernels(), hardware.memory());
        long padding = hardware.memory().beatBytes() + 256L;
        assertThat(level.weightBytes())
            .as("seed %d: %s", seed, level)
            .isLessThanOrEqualTo(
                Math.max(tiling.rows().weightCapacityBytes(), groups.groupBytes()) + padding);
      }
    }
    BufferLevel last = trace.levels().get(trace.levels().size() - 1);
    assertThat(last).as("seed %d", seed).isEqualTo(new BufferLevel(trace.cycles(), 0, 0));
  }
}
