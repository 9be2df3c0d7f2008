package dev.twobit.simulator;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.array.BankSplit;
import dev.twobit.simulator.array.Launch;
import dev.twobit.simulator.array.Tiling;
import dev.twobit.simulator.energy.EnergyModel;
import dev.twobit.simulator.engine.ChainState;
import dev.twobit.simulator.engine.DotProductChain;
import dev.twobit.simulator.engine.LaunchTimes;
import dev.twobit.simulator.engine.LayerTiming;
import dev.twobit.simulator.workload.CycleBreakdown;
import dev.twobit.simulator.workload.LayerWorkload.Convolution;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** Convolutions of a dot-product array as operations whose registers are written ahead. */
final class LaunchedLayers {
  private static final int MOST_KNOWN = 1 << 14;

  private record Case(ChainState before, Plan plan) {}

  private final HardwareConfig hardware;
  private final Map<Case, Passed> known = new ConcurrentHashMap<>();

  LaunchedLayers(HardwareConfig hardware) {
    this.hardware = hardware;
  }

  /** A convolution, how it is cut, and how its operations divide the buffer. */
  record Plan(Convolution layer, Tiling tiling, BankSplit banks) {
    Plan with(BankSplit other) {
      return new Plan(layer, tiling, other);
    }
  }

  /**
   * A layer behind what runs.
   *
   * @param times of its operations, seen as what was before it
   * @param after seen likewise
   */
  record Passed(Plan plan, List<LaunchTimes> times, ChainState after) {
    Passed {
      times = List.copyOf(times);
    }

    /** When it is done. */
    long end() {
      return after.end();
    }

    /** When the array may turn to another. */
    long macsFree() {
      return after.macsFree();
    }
  }

  /** Nothing runs. */
  ChainState idle() {
    return ChainState.cold(((ArrayConfig.DotProduct) hardware.array()).accumulatorCredits());
  }

  /** When the layer is done; empty as soon as it is known not to be before {@code limit}. */
  OptionalLong endBelow(ChainState before, Plan plan, long limit) {
    return DotProductChain.endBelow(
        before, Launch.of(plan.layer, plan.tiling, plan.banks, false), limit, hardware);
  }

  Passed pass(ChainState before, Plan plan) {
    if (known.size() >= MOST_KNOWN) {
      known.clear();
    }
    return known.computeIfAbsent(new Case(before, plan), this::passed);
  }

  private Passed passed(Case of) {
    ChainState before = of.before;
    Plan plan = of.plan;
    DotProductChain.Passed passed =
        DotProductChain.pass(
            before, Launch.of(plan.layer, plan.tiling, plan.banks, false), hardware);
    return new Passed(plan, passed.times(), passed.after());
  }

  /**
   * The layer with the clocks up to {@code clocks}, from where what was before it was counted to.
   *
   * @param before what it began with
   */
  LayerSimulation simulation(ChainState before, Passed passed, long clocks) {
    long active = 0;
    long credit = 0;
    long weight = 0;
    long load = 0;
    long free = Math.max(0, before.macsEnd());
    for (LaunchTimes times : passed.times) {
      active += times.stalls().active();
      credit += times.stalls().credit();
      weight += times.stalls().weight();
      load += times.firstTaken() - free;
      free = times.macsEnd();
    }
    CycleBreakdown cycles =
        new CycleBreakdown(active, clocks - active - credit - weight - load, credit, load, weight);
    LayerTiming timing =
        DotProductChain.timing(passed.plan.layer, passed.plan.tiling, cycles, hardware);
    return new LayerSimulation(
        passed.plan.layer, timing, EnergyModel.energy(passed.plan.layer, timing, hardware));
  }
}
