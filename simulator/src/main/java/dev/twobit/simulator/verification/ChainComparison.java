package dev.twobit.simulator.verification;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.array.BankSplit;
import dev.twobit.simulator.array.FeasibleTilings;
import dev.twobit.simulator.array.Launch;
import dev.twobit.simulator.array.Tiling;
import dev.twobit.simulator.engine.DotProductChain;
import dev.twobit.simulator.engine.EventEngine;
import dev.twobit.simulator.engine.LaunchTimes;
import dev.twobit.simulator.engine.tick.ChainRun;
import dev.twobit.simulator.engine.tick.TickEngine;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Some random layers back to back on a random dot-product array, through both engines: every clock
 * of every operation must be equal, and the clocked engine's outputs those of plain integers.
 *
 * @param times what the event engine answered
 * @param difference what was unequal, with the chain; empty if nothing
 */
public record ChainComparison(
    long seed,
    List<Launch> launches,
    HardwareConfig hardware,
    List<LaunchTimes> times,
    Optional<String> difference) {
  /** Chains of more clocks are not drawn. */
  private static final long MOST_CLOCKS = 60_000;

  private static final int MOST_LAUNCHES = 24;

  public ChainComparison {
    launches = List.copyOf(launches);
    times = List.copyOf(times);
  }

  /** Clocks of the chain. */
  public long clocks() {
    return times.get(times.size() - 1).end();
  }

  /** The chain that a seed stands for. */
  public static ChainComparison run(long seed) {
    // Neither the pairs of engines nor those of ONNX Runtime.
    Random random = new Random((seed ^ 0x5DEECE66DL) * 0x9E3779B97F4A7C15L);
    while (true) {
      HardwareConfig hardware = RandomHardware.drawDotProduct(random);
      List<Launch> launches = new ArrayList<>();
      List<ConvolutionOperands> operands = new ArrayList<>();
      int layers = 1 + random.nextInt(5);
      long alone = 0;
      for (int i = 0; i < layers; i++) {
        LayerWorkload.Convolution layer = RandomLayer.convolution(random);
        ConvolutionOperands integers =
            RandomOperands.of(layer, hardware.precision().weightEncoding(), random);
        Tiling tiling = tiling(layer, hardware, random);
        alone += EventEngine.simulate(layer, tiling, hardware).cycles().total();
        add(layer, tiling, integers, hardware, random, launches, operands);
      }
      if (alone <= MOST_CLOCKS && launches.size() <= MOST_LAUNCHES) {
        return compare(seed, launches, operands, hardware);
      }
    }
  }

  private static Tiling tiling(
      LayerWorkload.Convolution layer, HardwareConfig hardware, Random random) {
    List<Tiling> all = FeasibleTilings.of(layer, hardware);
    return switch (random.nextInt(4)) {
      case 0 -> FeasibleTilings.uncut(layer, hardware);
      case 1 -> EventEngine.tiling(layer, hardware);
      case 2 -> all.get(all.size() - 1);
      default -> all.get(random.nextInt(all.size()));
    };
  }

  private static void add(
      LayerWorkload.Convolution layer,
      Tiling tiling,
      ConvolutionOperands integers,
      HardwareConfig hardware,
      Random random,
      List<Launch> launches,
      List<ConvolutionOperands> operands) {
    BankSplit needed = BankSplit.of(tiling.rows(), hardware.buffer());
    BankSplit banks =
        launches.isEmpty() || random.nextInt(3) == 0
            ? needed
            : launches.get(launches.size() - 1).banks();
    int weights = Math.max(needed.weightBanks(), banks.weightBanks());
    int data = random.nextInt(4) == 0 ? 1 + random.nextInt(4) : banks.dataBanks();
    boolean waits = random.nextInt(4) == 0;
    for (Launch launch : Launch.of(layer, tiling, new BankSplit(data, weights), waits)) {
      launches.add(launch);
      int past = launch.firstKernel() + launch.layer().outputChannels();
      operands.add(
          launch.layer().outputChannels() == layer.outputChannels()
              ? integers
              : integers.kernels(layer, launch.firstKernel(), past));
    }
  }

  private static ChainComparison compare(
      long seed,
      List<Launch> launches,
      List<ConvolutionOperands> operands,
      HardwareConfig hardware) {
    List<LaunchTimes> event = DotProductChain.run(launches, hardware);
    ChainRun tick = TickEngine.chain(launches, operands, hardware);
    Optional<String> difference = Optional.empty();
    for (int i = 0; i < launches.size() && difference.isEmpty(); i++) {
      difference = difference(launches.get(i), operands.get(i), event.get(i), tick, i);
    }
    return new ChainComparison(
        seed, launches, hardware, event, difference.map(d -> said(seed, d, launches, hardware)));
  }

  private static Optional<String> difference(
      Launch launch, ConvolutionOperands operands, LaunchTimes event, ChainRun tick, int i) {
    if (!event.equals(tick.times().get(i))) {
      return Optional.of("operation " + i + ": event " + event + ", tick " + tick.times().get(i));
    }
    LayerWorkload.Convolution c = launch.layer();
    List<int[]> expected = IntegerReference.convolution(c, operands);
    int plane = c.outputHeight() * c.outputWidth();
    for (int copy = 0; copy < expected.size(); copy++) {
      for (int index = 0; index < expected.get(copy).length; index++) {
        int row = index % plane / c.outputWidth();
        boolean its = row >= launch.band().firstRow() && row < launch.band().pastRow();
        int codes = tick.outputs().get(i).get(copy)[index];
        if (its && codes != expected.get(copy)[index]) {
          return Optional.of(
              "operation "
                  + i
                  + ", copy "
                  + copy
                  + ", element "
                  + index
                  + ": reference "
                  + expected.get(copy)[index]
                  + ", tick "
                  + codes);
        }
      }
    }
    return Optional.empty();
  }

  private static String said(
      long seed, String difference, List<Launch> launches, HardwareConfig hardware) {
    StringBuilder text = new StringBuilder("seed " + seed + ": " + difference);
    launches.forEach(launch -> text.append("\n  ").append(launch));
    return text + "\n  " + hardware.array() + "\n  " + hardware.memory() + hardware.buffer();
  }
}
