package dev.twobit.simulator;

import dev.twobit.hardware.BufferConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.LaunchedLayers.Plan;
import dev.twobit.simulator.array.BankSplit;
import dev.twobit.simulator.array.FeasibleTilings;
import dev.twobit.simulator.array.Launch;
import dev.twobit.simulator.array.RowBands.Band;
import dev.twobit.simulator.array.RowBands.RowCut;
import dev.twobit.simulator.array.Tiling;
import dev.twobit.simulator.engine.DotProductChain;
import dev.twobit.simulator.engine.EventEngine;
import dev.twobit.simulator.workload.LayerWorkload.Convolution;
import dev.twobit.simulator.workload.StoredTensors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How a convolution is cut and the buffer divided when its operations follow each other: the load
 * of a band is then hidden behind the one before it, if both inputs fit, so that more bands than
 * one layer alone wants may be faster. What is fastest alone is among those compared.
 */
final class LaunchPlans {
  /** Numbers of bands that are compared. */
  private static final int[] BANDS = {1, 2, 3, 4, 6, 8};

  private static final int MOST_PLANS = 1 << 16;

  private final HardwareConfig hardware;
  private final LaunchedLayers layers;
  private final Map<Convolution, Plan> plans = new ConcurrentHashMap<>();
  private final Map<Given, Optional<Plan>> given = new ConcurrentHashMap<>();

  private record Given(Convolution layer, BankSplit banks) {}

  LaunchPlans(HardwareConfig hardware, LaunchedLayers layers) {
    this.hardware = hardware;
    this.layers = layers;
  }

  /** The fastest of those compared, from idle to done. */
  Plan fastest(Convolution c) {
    Convolution nameless = c.named("");
    if (plans.size() >= MOST_PLANS) {
      plans.clear();
    }
    return plans.computeIfAbsent(nameless, this::search);
  }

  /** The one that a layer alone takes. */
  Plan alone(Convolution c) {
    Tiling tiling = EventEngine.tiling(c, hardware);
    return new Plan(c, tiling, BankSplit.of(tiling.rows(), hardware.buffer()));
  }

  /** The fastest of those whose operations may divide the buffer so; empty if there are none. */
  Optional<Plan> fastest(Convolution c, BankSplit banks) {
    if (given.size() >= MOST_PLANS) {
      given.clear();
    }
    return given.computeIfAbsent(new Given(c.named(""), banks), g -> search(g.layer, g.banks));
  }

  private Plan search(Convolution c) {
    Plan best = alone(c);
    long bestClocks = layers.pass(layers.idle(), best).end();
    for (Bounded tiling : bounded(c)) {
      if (tiling.leastClocks >= bestClocks) {
        break;
      }
      for (BankSplit banks : splits(c, tiling.tiling)) {
        Plan plan = new Plan(c, tiling.tiling, banks);
        OptionalLong clocks = layers.endBelow(layers.idle(), plan, bestClocks);
        if (clocks.isPresent()) {
          best = plan;
          bestClocks = clocks.getAsLong();
        }
      }
    }
    return best;
  }

  private Optional<Plan> search(Convolution c, BankSplit banks) {
    Optional<Plan> best = Optional.empty();
    long bestClocks = Long.MAX_VALUE;
    for (Bounded tiling : bounded(c)) {
      if (tiling.leastClocks >= bestClocks) {
        break;
      }
      Plan plan = new Plan(c, tiling.tiling, banks);
      OptionalLong clocks =
          allows(plan, banks)
              ? layers.endBelow(layers.idle(), plan, bestClocks)
              : OptionalLong.empty();
      if (clocks.isPresent()) {
        best = Optional.of(plan);
        bestClocks = clocks.getAsLong();
      }
    }
    return best;
  }

  /** Those that are compared, most promising first. */
  private List<Bounded> bounded(Convolution c) {
    List<Bounded> bounded = new ArrayList<>();
    for (Tiling tiling : tilings(c, EventEngine.tiling(c, hardware))) {
      bounded.add(
          new Bounded(
              tiling,
              DotProductChain.leastClocks(
                  Launch.of(c, tiling, hardware.buffer(), false), hardware)));
    }
    bounded.sort(Comparator.comparingLong(Bounded::leastClocks));
    return bounded;
  }

  private record Bounded(Tiling tiling, long leastClocks) {}

  /** The one given, and those of several numbers of bands. */
  private List<Tiling> tilings(Convolution c, Tiling alone) {
    Set<Tiling> tilings = new LinkedHashSet<>();
    tilings.add(alone);
    List<RowCut> cuts = FeasibleTilings.cuts(c, hardware);
    for (int bands : BANDS) {
      int rows = (c.outputHeight() + bands - 1) / bands;
      Optional<RowCut> cut = cuts.stream().filter(k -> k.rows() <= rows).findFirst();
      cut.ifPresent(k -> tilings.addAll(FeasibleTilings.of(c, k, hardware)));
    }
    return List.copyOf(tilings);
  }

  /** Splits that a tiling may have: room for the next band's input, for the next weights, both. */
  Set<BankSplit> splits(Convolution c, Tiling tiling) {
    BufferConfig buffer = hardware.buffer();
    BankSplit needed = BankSplit.of(tiling.rows(), buffer);
    int data = dataBanks(c, tiling);
    Set<BankSplit> splits = new LinkedHashSet<>();
    splits.add(needed);
    addSplit(splits, data, 2 * needed.weightBanks());
    addSplit(splits, data, buffer.banks() - 2 * data);
    splits.removeIf(split -> split.weightBanks() < needed.weightBanks());
    return splits;
  }

  private void addSplit(Set<BankSplit> splits, int dataBanks, int weightBanks) {
    int data = hardware.buffer().banks() - weightBanks;
    if (weightBanks >= 1 && data >= dataBanks) {
      splits.add(new BankSplit(data, weightBanks));
    }
  }

  /** Whether the operations of a plan may divide the buffer so. */
  boolean allows(Plan plan, BankSplit banks) {
    BankSplit needed = BankSplit.of(plan.tiling().rows(), hardware.buffer());
    return banks.weightBanks() >= needed.weightBanks()
        && banks.dataBanks()
            >= Math.min(needed.dataBanks(), dataBanks(plan.layer(), plan.tiling()));
  }

  private int dataBanks(Convolution c, Tiling tiling) {
    long widest = 1;
    for (Band band : tiling.rows().bands()) {
      widest = Math.max(widest, inputBytes(c, band));
    }
    int bank = hardware.buffer().bankBytes();
    return (int) Math.min(Integer.MAX_VALUE / 4, (widest + bank - 1) / bank);
  }

  private long inputBytes(Convolution c, Band band) {
    return StoredTensors.cubeBytes(
        c.inputChannels(), band.inputRows(), c.inputWidth(), c.inputBits(), hardware.memory());
  }
}
