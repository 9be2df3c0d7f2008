package dev.twobit.simulator;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.hardware.MemoryConfig.Overlap;
import dev.twobit.simulator.array.BankSplit;
import dev.twobit.simulator.array.Boundary;
import dev.twobit.simulator.array.FeasibleTilings;
import dev.twobit.simulator.array.Tiling;
import dev.twobit.simulator.energy.EnergyModel;
import dev.twobit.simulator.engine.ChainState;
import dev.twobit.simulator.engine.EventEngine;
import dev.twobit.simulator.engine.LayerTiming;
import dev.twobit.simulator.workload.LayerWorkload.Convolution;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ways in which a step may go behind what was left to it. A tensor that only the next layer
 * reads may stay in the buffer if it fits beside what both layers need there. The next layer's
 * first weights come in the clocks in which the read port has nothing to read for this one, as far
 * as there is room beside what this one holds. A layer may always run as it does alone; one of
 * several runs does.
 *
 * <p>On dot-product arrays operations that do not wait for each other's results may overlap as the
 * RTL's do (simulator/docs/nvdla-rtl.md#in-a-network): those of one layer, and those of a step that
 * reads nothing of the one before, with several splits of the buffer.
 */
final class StepWays {
  private static final int MOST_REMEMBERED = 1 << 16;

  private final HardwareConfig hardware;
  private final MemoryConfig memory;
  private final long capacityBytes;
  private final BufferBanks banks;
  private final WarmLayers layers;
  private final LaunchedLayers launched;
  private final LaunchPlans plans;

  /** Layers in one operation with something on chip around them. */
  @FunctionalInterface
  private interface WarmLayers {
    LayerSimulation simulate(Convolution layer, Boundary boundary);
  }

  private record Warm(Convolution layer, Boundary boundary) {}

  StepWays(HardwareConfig hardware) {
    this(hardware, (layer, boundary) -> warm(layer, boundary, hardware));
  }

  /** The same for many networks: what was simulated is not simulated again. */
  static StepWays remembering(HardwareConfig hardware) {
    Map<Warm, LayerSimulation> known = new ConcurrentHashMap<>();
    return new StepWays(
        hardware,
        (layer, boundary) -> {
          if (known.size() >= MOST_REMEMBERED) {
            known.clear();
          }
          return known.computeIfAbsent(
              new Warm(layer, boundary), w -> warm(w.layer, w.boundary, hardware));
        });
  }

  private StepWays(HardwareConfig hardware, WarmLayers layers) {
    this.hardware = hardware;
    this.memory = hardware.memory();
    this.capacityBytes = hardware.buffer().capacityBytes();
    this.banks = new BufferBanks(hardware);
    this.layers = layers;
    this.launched = new LaunchedLayers(hardware);
    this.plans = new LaunchPlans(hardware, launched);
  }

  /** A layer in one operation, in the banks that its boundary leaves for weights. */
  private static LayerSimulation warm(Convolution c, Boundary boundary, HardwareConfig hardware) {
    long room = new BufferBanks(hardware).weightRoom(c, boundary.outputOnChip());
    LayerTiming timing = EventEngine.simulate(c, Tiling.warm(c, room, boundary), hardware);
    return new LayerSimulation(c, timing, EnergyModel.energy(c, timing, hardware));
  }

  /**
   * At least one, in a fixed order.
   *
   * @param before what the step before it left
   * @param next empty for the last step
   */
  List<PassedStep> of(Carried before, ChainedStep step, Optional<ChainedStep> next) {
    Optional<Convolution> following = next.flatMap(n -> convolution(n.alone()));
    return convolution(step.alone())
        .map(c -> of(before, c, step, following))
        .orElseGet(
            () ->
                List.of(new PassedStep(step.alone(), false, 0, after(step.alone(), 0, following))));
  }

  /** What may begin or end warm. */
  private Optional<Convolution> convolution(LayerSimulation layer) {
    return layer.workload() instanceof Convolution c
            && layer.runs() == 1
            && memory.overlap() == Overlap.RTL
        ? Optional.of(c)
        : Optional.empty();
  }

  private List<PassedStep> of(
      Carried before, Convolution c, ChainedStep step, Optional<Convolution> following) {
    List<PassedStep> ways = new ArrayList<>();
    if (before.running().isEmpty()
        && step.onlyNextReads()
        && following.isPresent()
        && mayKeep(c, following.get())) {
      ways.add(warm(before, c, true, following));
    }
    if (chains() && !before.inputOnChip()) {
      boolean waits = step.nextWaits() || following.isEmpty();
      if (!waits) {
        addOverlapped(before, c, following.get(), ways);
      }
      addDone(before, c, following, ways);
    }
    if (before.running().isEmpty()) {
      boolean fits = banks.weightRoom(c, false) >= FeasibleTilings.firstWeightBytes(c, hardware, 0);
      if (before.inputOnChip() || before.prefetchedBytes() > 0 && fits) {
        ways.add(warm(before, c, false, following));
      }
      if (!before.inputOnChip()) {
        LayerSimulation alone = step.alone();
        ways.add(new PassedStep(alone, false, 0, after(alone, held(c), following)));
      }
    }
    return ways;
  }

  private boolean chains() {
    return hardware.array() instanceof ArrayConfig.DotProduct;
  }

  /** The next step begins while this one runs. */
  private void addOverlapped(
      Carried before, Convolution c, Convolution next, List<PassedStep> ways) {
    ChainState state = before.running().orElseGet(launched::idle);
    LaunchedLayers.Plan own = plan(c);
    LaunchedLayers.Plan nextPlan = plan(next);
    BankSplit running = state.fetch().banks();
    for (LaunchedLayers.Plan plan :
        with(own, List.of(running, nextPlan.banks(), common(own, nextPlan)))) {
      LaunchedLayers.Passed passed = launched.pass(state, plan);
      long turned = passed.macsFree();
      ways.add(
          new PassedStep(
              launched.simulation(state, passed, turned),
              false,
              0,
              new Carried(false, 0, Optional.of(passed.after().seenFrom(turned)))));
    }
  }

  /** The next step begins when this one is done. */
  private void addDone(
      Carried before, Convolution c, Optional<Convolution> following, List<PassedStep> ways) {
    ChainState state = before.running().orElseGet(launched::idle);
    for (LaunchedLayers.Plan plan : with(plan(c), List.of(state.fetch().banks()))) {
      LaunchedLayers.Passed passed = launched.pass(state, plan);
      LayerSimulation layer = launched.simulation(state, passed, passed.end());
      // Some of what it read may have come before these clocks: the port is idle at least so long.
      ways.add(new PassedStep(layer, false, 0, after(layer, held(c), following)));
    }
  }

  private LaunchedLayers.Plan plan(Convolution c) {
    LaunchedLayers.Plan plan = plans.fastest(c);
    return new LaunchedLayers.Plan(c, plan.tiling(), plan.banks());
  }

  /** With the split of its own, and with others that it may have, cut as it is or as is best. */
  private List<LaunchedLayers.Plan> with(LaunchedLayers.Plan own, List<BankSplit> others) {
    Set<LaunchedLayers.Plan> all = new LinkedHashSet<>();
    all.add(own);
    for (BankSplit split : others) {
      if (plans.allows(own, split)) {
        all.add(own.with(split));
      }
      plans
          .fastest(own.layer(), split)
          .ifPresent(p -> all.add(new LaunchedLayers.Plan(own.layer(), p.tiling(), split)));
    }
    return List.copyOf(all);
  }

  /** As many banks for weights as either wants. */
  private BankSplit common(LaunchedLayers.Plan one, LaunchedLayers.Plan other) {
    int weights = Math.max(one.banks().weightBanks(), other.banks().weightBanks());
    return new BankSplit(Math.max(1, hardware.buffer().banks() - weights), weights);
  }

  private PassedStep warm(
      Carried before, Convolution c, boolean keeps, Optional<Convolution> following) {
    long prefetched = Math.min(before.prefetchedBytes(), first(c, banks.weightRoom(c, keeps)));
    LayerSimulation layer =
        layers.simulate(c, new Boundary(before.inputOnChip(), keeps, prefetched));
    long held = held(c) + (keeps ? banks.outputBytes(c) : 0);
    Carried left = after(layer, held, following);
    return new PassedStep(
        layer, keeps, prefetched, keeps ? new Carried(true, left.prefetchedBytes()) : left);
  }

  /** Bytes of the buffer that a layer whose results leave the chip has in use. */
  private long held(Convolution c) {
    return banks.inputBytes(c) + FeasibleTilings.weightBytes(c, hardware);
  }

  /** Whether buffer and both layers have room for the output beside weights. */
  private boolean mayKeep(Convolution c, Convolution next) {
    return hardware.buffer().keepsActivations()
        && c.outputBits().size() == 1
        && banks.inputBytes(c)
                + banks.outputBytes(c)
                + FeasibleTilings.firstWeightBytes(c, hardware, 0)
            <= capacityBytes
        && banks.inputBytes(next) + FeasibleTilings.firstWeightBytes(next, hardware, 0)
            <= capacityBytes;
  }

  /**
   * What a step leaves whose results leave the chip: weights of the next layer that came while it
   * ran.
   *
   * @param heldBytes of the buffer that it has in use
   */
  private Carried after(LayerSimulation step, long heldBytes, Optional<Convolution> next) {
    long prefetched =
        hardware.buffer().prefetchesWeights()
            ? next.map(n -> prefetched(step.timing(), heldBytes, n)).orElse(0L)
            : 0;
    return new Carried(false, prefetched);
  }

  private long prefetched(LayerTiming timing, long heldBytes, Convolution next) {
    long busy = memory.streamCycles(timing.activity().dramReadBytes());
    long idle = timing.cycles().total() - busy - 2L * memory.readLatencyCycles();
    long beats = Math.max(0, idle) * MemoryConfig.CLOCK / memory.beatMillionths();
    long room = Math.max(0, capacityBytes - heldBytes) / memory.beatBytes();
    long whole = first(next, banks.weightRoom(next, false)) / memory.beatBytes();
    return Math.min(Math.min(beats, room), whole) * memory.beatBytes();
  }

  private long first(Convolution c, long room) {
    long bytes =
        Math.min(
            FeasibleTilings.weightBytes(c, hardware),
            FeasibleTilings.firstWeightBytes(c, hardware, room));
    return bytes / memory.beatBytes() * memory.beatBytes();
  }
}
