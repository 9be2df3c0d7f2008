package dev.twobit.simulator.verification;

import dev.twobit.hardware.AreaConfig;
import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.ArrayConfig.Dataflow;
import dev.twobit.hardware.ArrayConfig.FoldOverlap;
import dev.twobit.hardware.BufferConfig;
import dev.twobit.hardware.DramConfig;
import dev.twobit.hardware.DramPart;
import dev.twobit.hardware.EnergyConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.HostLink;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.hardware.MemoryConfig.Overlap;
import dev.twobit.hardware.MemoryConfig.WeightCompression;
import dev.twobit.hardware.PostProcessorConfig;
import dev.twobit.hardware.PrecisionConfig;
import dev.twobit.hardware.PrecisionConfig.Composition;
import dev.twobit.hardware.PrecisionConfig.Encoding;
import java.util.List;
import java.util.Random;

/** Accelerators that nobody would build: every figure drawn, small, and rarely a power of two. */
public final class RandomHardware {
  private static final int[] BYTES = {1, 2, 4, 8, 8, 16, 32};
  private static final double[] CLOCKS_PER_BEAT = {
    1, 1, 1, 1.1, 1.3, 1.5, 1.6, 2, 2, 2.75, 4, 7.3, 8
  };

  private RandomHardware() {}

  /** The accelerator that a seed stands for. */
  public static HardwareConfig of(long seed) {
    return draw(new Random(seed * 0x9E3779B97F4A7C15L));
  }

  static HardwareConfig draw(Random random) {
    return with(random.nextBoolean() ? dotProduct(random) : systolic(random), random);
  }

  /** A dot-product array, whatever may lie between its operations. */
  static HardwareConfig drawDotProduct(Random random) {
    ArrayConfig.DotProduct array = dotProduct(random);
    ArrayConfig.Handover handover =
        new ArrayConfig.Handover(
            1 + random.nextInt(60),
            1 + random.nextInt(60),
            random.nextInt(80),
            random.nextInt(5),
            random.nextInt(60),
            random.nextInt(10));
    return with(
        new ArrayConfig.DotProduct(
            array.atomicChannels(),
            array.atomicKernels(),
            array.accumulatorCredits(),
            array.pipeline(),
            array.packFirstLayer(),
            handover),
        random);
  }

  private static HardwareConfig with(ArrayConfig array, Random random) {
    int beatBytes = pick(random, BYTES);
    HardwareConfig drawn =
        new HardwareConfig(
            new HardwareConfig.Label("random", "random"),
            new HardwareConfig.Core(
                1 + random.nextInt(1000),
                array,
                new PrecisionConfig(
                    pick(random, 1, 2, 2, 3, 4, 8),
                    pick(random, 1, 2, 2, 3, 4, 8),
                    random.nextBoolean() ? Composition.TEMPORAL : Composition.SPATIAL,
                    random.nextBoolean() ? Encoding.MID_RISE : Encoding.TWOS_COMPLEMENT,
                    32)),
            new BufferConfig(2 + random.nextInt(30), 16 << random.nextInt(7)),
            new MemoryConfig(
                beatBytes,
                CLOCKS_PER_BEAT[random.nextInt(CLOCKS_PER_BEAT.length)],
                random.nextInt(random.nextBoolean() ? 8 : 120),
                random.nextBoolean() ? beatBytes : pick(random, BYTES),
                Overlap.RTL,
                WeightCompression.NONE,
                random.nextBoolean(),
                dram(random)),
            new PostProcessorConfig(
                1 + random.nextInt(20),
                1 + random.nextInt(20),
                1 + random.nextInt(20),
                pick(random, 1, 7, 40, 40)),
            new HardwareConfig.Silicon(EnergyConfig.NONE, new AreaConfig(0, 0, 0, 0, 0, "")),
            HostLink.NONE,
            List.of());
    MemoryConfig port = drawn.memory();
    return drawn.with(port.dram().behind(port, drawn.clockMegahertz()));
  }

  /** Behind every third port. */
  private static DramConfig dram(Random random) {
    int bits = pick(random, 0, 0, 0, 0, 16, 64);
    return bits == 0
        ? DramConfig.NONE
        : new DramConfig(DramPart.values()[random.nextInt(DramPart.values().length)], bits);
  }

  private static ArrayConfig.DotProduct dotProduct(Random random) {
    int kernels = pick(random, 1, 2, 3, 5, 8, 8, 16);
    int firstMac = 1 + random.nextInt(30);
    return new ArrayConfig.DotProduct(
        pick(random, 1, 2, 3, 7, 8, 8, 16, 32),
        kernels,
        2 * kernels + random.nextInt(1 + 2 * kernels),
        new ArrayConfig.Pipeline(
            pick(random, 1, 1, 1, 2, 3, 5, 16),
            random.nextInt(70),
            random.nextInt(70),
            firstMac,
            firstMac + random.nextInt(20),
            random.nextInt(6),
            random.nextInt(40)),
        random.nextBoolean());
  }

  private static ArrayConfig.Systolic systolic(Random random) {
    return new ArrayConfig.Systolic(
        1 + random.nextInt(12),
        1 + random.nextInt(12),
        Dataflow.values()[random.nextInt(Dataflow.values().length)],
        random.nextBoolean() ? FoldOverlap.PRELOAD : FoldOverlap.NONE);
  }

  static int pick(Random random, int... values) {
    return values[random.nextInt(values.length)];
  }
}
