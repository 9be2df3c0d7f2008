package dev.twobit.simulator.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.ArrayConfig.Dataflow;
import dev.twobit.hardware.ArrayConfig.FoldOverlap;
import dev.twobit.hardware.PrecisionConfig.Composition;
import dev.twobit.hardware.PrecisionConfig.Encoding;
import dev.twobit.simulator.verification.EngineComparison;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.LayerWorkload.PostOperation;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The event engine against the clocked one, and that one's outputs against integer arithmetic. */
@Tag("slow")
class EnginesAgreeTest {
  private static final int CHUNKS = 12;
  private static final int PAIRS_PER_CHUNK = 250;

  static IntStream chunks() {
    return IntStream.range(0, CHUNKS);
  }

  @ParameterizedTest
  @MethodSource("chunks")
  void toTheCycleAndToEveryCountAndBit(int chunk) {
    long first = (long) chunk * PAIRS_PER_CHUNK;
    LongStream.range(first, first + PAIRS_PER_CHUNK)
        .forEach(seed -> assertThat(EngineComparison.run(seed).difference()).isEmpty());
  }

  /** Equality says nothing of what is never drawn. */
  @Test
  void pairsOfEveryKindAreDrawn() {
    List<EngineComparison> pairs =
        LongStream.range(0, 400).mapToObj(EngineComparison::run).toList();
    assertOften(pairs, "bands", p -> p.tick().timing().rowTiles() > 1);
    assertOften(pairs, "kernel parts", p -> p.tick().timing().mapping().contains("parts"));
    assertOften(pairs, "pooling", p -> isPost(p, PostOperation.POOLING));
    assertOften(pairs, "add", p -> isPost(p, PostOperation.ELEMENTWISE));
    assertOften(pairs, "depthwise", isLayer(c -> c.groups() == c.inputChannels()));
    assertOften(pairs, "grouped", isLayer(c -> c.groups() > 1));
    assertOften(pairs, "compressed", isLayer(c -> !c.zeroWeights().isEmpty()));
    assertOften(pairs, "fused add", isLayer(c -> !c.fusedAddBits().isEmpty()));
    assertOften(pairs, "two copies", isLayer(c -> c.outputBits().size() > 1));
    assertOften(pairs, "dilated", isLayer(c -> c.window().dilationHeight() > 1));
    assertOften(pairs, "strided", isLayer(c -> c.window().strideWidth() > 1));
    assertOften(pairs, "composed", p -> p.tick().timing().activity().composedMacs() > 0);
    assertOften(pairs, "composed in space", p -> composedInSpace(p));
    assertOften(
        pairs, "mid_rise", p -> p.hardware().precision().weightEncoding() == Encoding.MID_RISE);
    assertOften(pairs, "packed", p -> p.tick().timing().mapping().contains("packed"));
    assertOften(pairs, "output-bound", p -> p.tick().timing().cycles().outputBound() > 0);
    assertOften(pairs, "memory-bound", p -> p.tick().timing().cycles().memoryStall() > 0);
    for (Dataflow dataflow : Dataflow.values()) {
      for (FoldOverlap overlap : FoldOverlap.values()) {
        assertOften(pairs, dataflow + " " + overlap, p -> isSystolic(p, dataflow, overlap));
      }
    }
    assertOften(pairs, "many codes", p -> p.tick().outputs().get(0).length > 1);
  }

  private static boolean isPost(EngineComparison pair, PostOperation operation) {
    return pair.layer() instanceof LayerWorkload.PostProcessing step
        && step.operation() == operation;
  }

  private static Predicate<EngineComparison> isLayer(Predicate<LayerWorkload.Convolution> is) {
    return pair -> pair.layer() instanceof LayerWorkload.Convolution c && is.test(c);
  }

  private static boolean isSystolic(EngineComparison pair, Dataflow dataflow, FoldOverlap overlap) {
    return pair.hardware().array() instanceof ArrayConfig.Systolic array
        && array.dataflow() == dataflow
        && array.foldOverlap() == overlap;
  }

  private static boolean composedInSpace(EngineComparison pair) {
    return pair.hardware().precision().composition() == Composition.SPATIAL
        && pair.tick().timing().activity().composedMacs() > 0;
  }

  private static void assertOften(
      List<EngineComparison> pairs, String kind, Predicate<EngineComparison> is) {
    assertThat(pairs.stream().filter(is).count()).as(kind).isGreaterThan(8);
  }
}
