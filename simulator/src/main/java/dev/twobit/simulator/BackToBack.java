package dev.twobit.simulator;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.BufferConfig;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Layers back to back, as {@link BufferConfig#keepsActivations} and {@link
 * BufferConfig#prefetchesWeights} allow. A tensor that only the next layer reads stays in the
 * buffer if it fits beside what both layers need there. The next layer's first weights come in the
 * clocks in which the read port has nothing to read for this one, as far as there is room beside
 * what this one holds. Both are chosen layer by layer, first to last; where a layer is no faster
 * so, it runs as it does alone; so does one of several runs.
 *
 * <p>On dot-product arrays operations that do not wait for each other's results overlap as the
 * RTL's do (simulator/docs/nvdla-rtl.md#in-a-network): those of one layer, and those of a step that
 * reads nothing of the one before.
 *
 * <p>How a step goes follows from what the one before left to it, from itself and from the next
 * one, and from nothing else ({@link #pass}): for any number of threads.
 */
public final class BackToBack {
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

  private static final int MOST_REMEMBERED = 1 << 16;

  public BackToBack(HardwareConfig hardware) {
    this(hardware, (layer, boundary) -> warm(layer, boundary, hardware));
  }

  /** The same for many networks: what was simulated is not simulated again. */
  public static BackToBack remembering(HardwareConfig hardware) {
    Map<Warm, LayerSimulation> known = new ConcurrentHashMap<>();
    return new BackToBack(
        hardware,
        (layer, boundary) -> {
          if (known.size() >= MOST_REMEMBERED) {
            known.clear();
          }
          return known.computeIfAbsent(
              new Warm(layer, boundary), w -> warm(w.layer, w.boundary, hardware));
        });
  }

  private BackToBack(HardwareConfig hardware, WarmLayers layers) {
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

  /** A network's steps, one after the other. */
  WholeNetwork simulate(List<ChainedStep> steps) {
    List<LayerSimulation> passed = new ArrayList<>();
    int tensorsKept = 0;
    long prefetched = 0;
    Carried carried = Carried.NOTHING;
    for (int i = 0; i < steps.size(); i++) {
      Optional<ChainedStep> next =
          i + 1 < steps.size() ? Optional.of(steps.get(i + 1)) : Optional.empty();
      PassedStep step = pass(carried, steps.get(i), next);
      passed.add(step.layer());
      tensorsKept += step.outputKept() ? 1 : 0;
      prefetched += step.prefetchedBytes();
      carried = step.after();
    }
    return new WholeNetwork(passed, tensorsKept, prefetched);
  }

  /**
   * One step.
   *
   * @param before what the step before it left
   * @param next empty for the last step
   */
  public PassedStep pass(Carried before, ChainedStep step, Optional<ChainedStep> next) {
    Optional<Convolution> following = next.flatMap(n -> convolution(n.alone()));
    return convolution(step.alone())
        .map(c -> convolution(before, c, step, next))
        .orElseGet(
            () -> new PassedStep(step.alone(), false, 0, after(false, step.alone(), 0, following)));
  }

  /** What may begin or end warm. */
  private Optional<Convolution> convolution(LayerSimulation layer) {
    return layer.workload() instanceof Convolution c
            && layer.runs() == 1
            && memory.overlap() == Overlap.RTL
        ? Optional.of(c)
        : Optional.empty();
  }

  private PassedStep convolution(
      Carried before, Convolution c, ChainedStep step, Optional<ChainedStep> next) {
    LayerSimulation alone = step.alone();
    Optional<Convolution> following = next.flatMap(n -> convolution(n.alone()));
    Optional<PassedStep> overlapping = overlapping(before, c, step, next, following);
    if (overlapping.isPresent()) {
      return overlapping.get();
    }
    LayerSimulation leaving = leaving(before, c, alone);
    LayerSimulation result = launched(before, c, leaving);
    boolean keeps = false;
    if (step.onlyNextReads() && following.isPresent() && mayKeep(c, following.get())) {
      LayerSimulation kept = warm(before, c, true);
      long nextCycles =
          layers.simulate(following.get(), new Boundary(true, false, 0)).latencyCycles();
      long nextAlone = apart(next, following);
      keeps = kept.latencyCycles() + nextCycles <= result.latencyCycles() + nextAlone;
      result = keeps ? kept : result;
    }
    long held =
        banks.inputBytes(c)
            + (keeps ? banks.outputBytes(c) : 0)
            + FeasibleTilings.weightBytes(c, hardware);
    return new PassedStep(
        result,
        keeps,
        keeps || result == leaving && result != alone ? prefetchedFor(before, c, keeps) : 0,
        after(keeps, result, held, following));
  }

  /** The same as operations that follow each other, if that is faster. */
  private LayerSimulation launched(Carried before, Convolution c, LayerSimulation result) {
    if (!chains() || before.inputOnChip()) {
      return result;
    }
    LaunchedLayers.Passed passed = launched.pass(launched.idle(), plan(c));
    return passed.end() < result.latencyCycles()
        ? launched.simulation(launched.idle(), passed, passed.end())
        : result;
  }

  private boolean chains() {
    return hardware.array() instanceof ArrayConfig.DotProduct;
  }

  private LaunchedLayers.Plan plan(Convolution c) {
    LaunchedLayers.Plan plan = plans.fastest(c);
    return new LaunchedLayers.Plan(c, plan.tiling(), plan.banks());
  }

  /**
   * The layer over which the one before still runs, or the next one does; empty if neither. A layer
   * and the next, if that does not wait, overlap where both are done no later so.
   */
  private Optional<PassedStep> overlapping(
      Carried before,
      Convolution c,
      ChainedStep step,
      Optional<ChainedStep> next,
      Optional<Convolution> following) {
    boolean waits = step.nextWaits() || following.isEmpty();
    if (!chains() || before.inputOnChip() || waits && before.running().isEmpty()) {
      return Optional.empty();
    }
    ChainState state = before.running().orElseGet(launched::idle);
    LaunchedLayers.Passed passed = fastest(state, plan(c), List.of(state.fetch().banks()));
    if (waits) {
      return Optional.of(over(state, passed, passed.end(), Optional.empty()));
    }
    LaunchedLayers.Plan nextPlan = plan(following.get());
    LaunchedLayers.Passed pair = fastest(passed.after(), nextPlan, List.of(passed.plan().banks()));
    // A split that both can have is worth clocks.
    for (BankSplit banks : List.of(nextPlan.banks(), common(passed.plan(), nextPlan))) {
      if (plans.allows(passed.plan(), banks)) {
        LaunchedLayers.Passed other = launched.pass(state, passed.plan().with(banks));
        LaunchedLayers.Passed both = fastest(other.after(), nextPlan, List.of(banks));
        if (both.end() < pair.end()) {
          passed = other;
          pair = both;
        }
      }
    }
    long apart =
        before.running().isEmpty()
            ? launched(before, c, leaving(before, c, step.alone())).latencyCycles()
            : passed.end();
    long nextApart = apart(next, following);
    if (pair.end() > apart + nextApart) {
      return before.running().isEmpty()
          ? Optional.empty()
          : Optional.of(over(state, passed, passed.end(), Optional.empty()));
    }
    long turned = passed.macsFree();
    return Optional.of(over(state, passed, turned, Optional.of(passed.after().seenFrom(turned))));
  }

  /** Clocks of the next step from idle to done, with nothing on chip before it. */
  private long apart(Optional<ChainedStep> next, Optional<Convolution> following) {
    long alone = next.map(n -> n.alone().latencyCycles()).orElse(0L);
    return chains() && following.isPresent()
        ? Math.min(alone, launched.pass(launched.idle(), plan(following.get())).end())
        : alone;
  }

  private PassedStep over(
      ChainState state, LaunchedLayers.Passed passed, long clocks, Optional<ChainState> running) {
    return new PassedStep(
        launched.simulation(state, passed, clocks), false, 0, new Carried(false, 0, running));
  }

  /** With the split of its own, or with another that it may have. */
  private LaunchedLayers.Passed fastest(
      ChainState state, LaunchedLayers.Plan plan, List<BankSplit> others) {
    LaunchedLayers.Passed best = launched.pass(state, plan);
    for (BankSplit banks : others) {
      if (!banks.equals(plan.banks()) && plans.allows(plan, banks)) {
        LaunchedLayers.Passed passed = launched.pass(state, plan.with(banks));
        best = passed.end() < best.end() ? passed : best;
      }
    }
    return best;
  }

  /** As many banks for weights as either wants. */
  private BankSplit common(LaunchedLayers.Plan one, LaunchedLayers.Plan other) {
    int weights = Math.max(one.banks().weightBanks(), other.banks().weightBanks());
    return new BankSplit(Math.max(1, hardware.buffer().banks() - weights), weights);
  }

  /** The layer whose results leave the chip. */
  private LayerSimulation leaving(Carried before, Convolution c, LayerSimulation alone) {
    boolean fits = banks.weightRoom(c, false) >= FeasibleTilings.firstWeightBytes(c, hardware, 0);
    if (!before.inputOnChip() && (before.prefetchedBytes() == 0 || !fits)) {
      return alone;
    }
    LayerSimulation warm = warm(before, c, false);
    return before.inputOnChip() || warm.latencyCycles() < alone.latencyCycles() ? warm : alone;
  }

  private LayerSimulation warm(Carried before, Convolution c, boolean keeps) {
    return layers.simulate(
        c, new Boundary(before.inputOnChip(), keeps, prefetchedFor(before, c, keeps)));
  }

  private long prefetchedFor(Carried before, Convolution c, boolean keeps) {
    return Math.min(before.prefetchedBytes(), first(c, banks.weightRoom(c, keeps)));
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
   * What a step leaves: results that stay, and weights of the next layer that came while it ran.
   *
   * @param heldBytes of the buffer that it has in use
   */
  private Carried after(
      boolean keeps, LayerSimulation step, long heldBytes, Optional<Convolution> next) {
    long prefetched =
        hardware.buffer().prefetchesWeights()
            ? next.map(n -> prefetched(step.timing(), heldBytes, n)).orElse(0L)
            : 0;
    return new Carried(keeps, prefetched);
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
