package dev.twobit.simulator.validation;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.engine.EventEngine;
import dev.twobit.simulator.engine.LayerTiming;
import dev.twobit.simulator.engine.tick.TickEngine;
import dev.twobit.simulator.engine.tick.TickRun;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.PostOperands;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * One random pair of layer and accelerator through both engines: cycles and counts must be equal,
 * and the clocked engine's outputs those of plain integer arithmetic.
 *
 * @param tick what the clocked engine answered
 * @param difference what was unequal, with the pair; empty if nothing
 */
public record EngineComparison(
    long seed,
    LayerWorkload layer,
    HardwareConfig hardware,
    TickRun tick,
    Optional<String> difference) {
  /** Layers of more clocks are not drawn. */
  private static final long MOST_CLOCKS = 60_000;

  /** The pair that a seed stands for; every eighth is a step of the post-processor alone. */
  public static EngineComparison run(long seed) {
    // First draws from neighbouring seeds are alike; this tells them apart.
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    boolean post = random.nextInt(8) == 0;
    while (true) {
      HardwareConfig hardware = RandomHardware.draw(random);
      LayerWorkload layer = post ? RandomLayer.post(random) : RandomLayer.convolution(random);
      LayerTiming event = EventEngine.simulate(layer, hardware);
      if (event.cycles().total() <= MOST_CLOCKS) {
        return compare(seed, layer, hardware, event, random);
      }
    }
  }

  private static EngineComparison compare(
      long seed, LayerWorkload layer, HardwareConfig hardware, LayerTiming event, Random random) {
    TickRun tick;
    List<int[]> expected;
    if (layer instanceof LayerWorkload.PostProcessing step) {
      PostOperands operands = RandomOperands.of(step, random);
      tick = TickEngine.simulate(step, operands, hardware);
      expected = IntegerReference.post(step, operands);
    } else {
      LayerWorkload.Convolution convolution = (LayerWorkload.Convolution) layer;
      ConvolutionOperands operands =
          RandomOperands.of(convolution, hardware.precision().weightEncoding(), random);
      tick = TickEngine.simulate(convolution, operands, hardware);
      expected = IntegerReference.convolution(convolution, operands);
    }
    return new EngineComparison(
        seed,
        layer,
        hardware,
        tick,
        difference(event, tick, expected)
            .map(d -> "seed " + seed + ": " + d + "\n  " + layer + "\n  " + hardware));
  }

  private static Optional<String> difference(
      LayerTiming event, TickRun tick, List<int[]> expected) {
    LayerTiming clocked = tick.timing();
    if (!event.cycles().equals(clocked.cycles())) {
      return Optional.of("cycles: event " + event.cycles() + ", tick " + clocked.cycles());
    }
    if (!event.activity().equals(clocked.activity())) {
      return Optional.of("counts: event " + event.activity() + ", tick " + clocked.activity());
    }
    if (!event.equals(clocked)) {
      return Optional.of("answers: event " + event + ", tick " + clocked);
    }
    for (int copy = 0; copy < expected.size(); copy++) {
      int[] codes = tick.outputs().get(copy);
      int index = Arrays.mismatch(expected.get(copy), codes);
      if (index >= 0) {
        return Optional.of(
            "copy "
                + copy
                + ", element "
                + index
                + ": reference "
                + expected.get(copy)[index]
                + ", tick "
                + (index < codes.length ? codes[index] : "none"));
      }
    }
    return Optional.empty();
  }
}
