package dev.twobit.simulator.verification;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.PrecisionConfig.Encoding;
import dev.twobit.simulator.array.Boundary;
import dev.twobit.simulator.array.FeasibleTilings;
import dev.twobit.simulator.array.Tiling;
import dev.twobit.simulator.engine.EventEngine;
import dev.twobit.simulator.engine.LayerTiming;
import dev.twobit.simulator.engine.tick.TickEngine;
import dev.twobit.simulator.engine.tick.TickRun;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.PostOperands;
import java.util.ArrayList;
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
      if (layer instanceof LayerWorkload.Convolution drawn) {
        ConvolutionOperands operands = operands(drawn, hardware, random);
        LayerWorkload.Convolution convolution = stored(drawn, operands, hardware, random);
        Tiling tiling = tiling(convolution, hardware, random);
        LayerTiming event = EventEngine.simulate(convolution, tiling, hardware);
        if (event.cycles().total() <= MOST_CLOCKS) {
          return compare(seed, convolution, tiling, hardware, event, operands);
        }
      } else {
        LayerWorkload.PostProcessing step = (LayerWorkload.PostProcessing) layer;
        LayerTiming event = EventEngine.simulate(step, hardware);
        if (event.cycles().total() <= MOST_CLOCKS) {
          return compare(seed, step, hardware, event, random);
        }
      }
    }
  }

  /** Every third with many weights of value zero, where there is one. */
  private static ConvolutionOperands operands(
      LayerWorkload.Convolution layer, HardwareConfig hardware, Random random) {
    Encoding encoding = hardware.precision().weightEncoding();
    ConvolutionOperands operands = RandomOperands.of(layer, encoding, random);
    if (encoding == Encoding.TWOS_COMPLEMENT && random.nextInt(3) == 0) {
      int of = 1 + random.nextInt(4);
      for (int i = 0; i < operands.weights().length; i++) {
        if (random.nextInt(5) < of) {
          operands.weights()[i] = 1 << (layer.weightBits() - 1);
        }
      }
    }
    return operands;
  }

  /** Some dot-product layers without their zeros. */
  private static LayerWorkload.Convolution stored(
      LayerWorkload.Convolution layer,
      ConvolutionOperands operands,
      HardwareConfig hardware,
      Random random) {
    if (hardware.precision().weightEncoding() != Encoding.TWOS_COMPLEMENT
        || !(hardware.array() instanceof ArrayConfig.DotProduct)
        || random.nextInt(2) == 0) {
      return layer;
    }
    int perKernel = operands.weights().length / layer.outputChannels();
    List<Integer> zeros = new ArrayList<>();
    for (int k = 0; k < layer.outputChannels(); k++) {
      int count = 0;
      for (int i = k * perKernel; i < (k + 1) * perKernel; i++) {
        count += operands.weights()[i] == 1 << (layer.weightBits() - 1) ? 1 : 0;
      }
      zeros.add(count);
    }
    return layer.withZeroWeights(zeros);
  }

  /** The one that is taken, or any. */
  private static Tiling tiling(
      LayerWorkload.Convolution layer, HardwareConfig hardware, Random random) {
    List<Tiling> all = FeasibleTilings.of(layer, hardware);
    return switch (random.nextInt(6)) {
      case 0 -> FeasibleTilings.uncut(layer, hardware);
      case 1 -> EventEngine.tiling(layer, hardware);
      // Few layers have any in parts, and they come last.
      case 2 -> all.get(all.size() - 1);
      case 3, 4 -> warm(layer, hardware, random);
      default -> all.get(random.nextInt(all.size()));
    };
  }

  /** Something on chip before and after. */
  private static Tiling warm(
      LayerWorkload.Convolution layer, HardwareConfig hardware, Random random) {
    long total = FeasibleTilings.weightBytes(layer, hardware);
    long capacity = Math.max(1, random.nextInt(Math.toIntExact(2 * total)));
    long most = Math.min(total, FeasibleTilings.firstWeightBytes(layer, hardware, capacity));
    int beatBytes = hardware.memory().beatBytes();
    long weights =
        random.nextInt(4) == 0
            ? most / beatBytes * beatBytes
            : random.nextInt(Math.toIntExact(most) + 1) / beatBytes * beatBytes;
    return Tiling.warm(
        layer,
        capacity,
        new Boundary(
            random.nextBoolean(), random.nextBoolean(), random.nextBoolean() ? weights : 0));
  }

  private static EngineComparison compare(
      long seed,
      LayerWorkload.PostProcessing step,
      HardwareConfig hardware,
      LayerTiming event,
      Random random) {
    PostOperands operands = RandomOperands.of(step, random);
    TickRun tick = TickEngine.simulate(step, operands, hardware);
    Optional<String> difference = difference(event, tick, IntegerReference.post(step, operands));
    return new EngineComparison(
        seed, step, hardware, tick, difference.map(d -> said(seed, d, step, hardware)));
  }

  private static EngineComparison compare(
      long seed,
      LayerWorkload.Convolution layer,
      Tiling tiling,
      HardwareConfig hardware,
      LayerTiming event,
      ConvolutionOperands operands) {
    TickRun tick = TickEngine.simulate(layer, tiling, operands, hardware);
    Optional<String> difference =
        difference(event, tick, IntegerReference.convolution(layer, operands));
    return new EngineComparison(
        seed,
        layer,
        hardware,
        tick,
        difference.map(d -> said(seed, d, layer, hardware) + "\n  " + tiling));
  }

  private static String said(
      long seed, String difference, LayerWorkload layer, HardwareConfig hardware) {
    return "seed " + seed + ": " + difference + "\n  " + layer + "\n  " + hardware;
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
