package dev.twobit.simulator;

import dev.twobit.hardware.BufferConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.Reached.Left;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Layers back to back, as {@link BufferConfig#keepsActivations}, {@link
 * BufferConfig#prefetchesWeights} and the RTL's rules (simulator/docs/nvdla-rtl.md#in-a-network)
 * allow. Each step may go in several ways ({@link StepWays}), which differ in their clocks and in
 * what they leave to the next one. Those are taken that make the network fastest: a shortest path
 * over all that may be left, which is exact, for the ways of a step follow from what was left to
 * it, from itself and from the next one, and from nothing else.
 *
 * <p>For any number of threads.
 */
public final class BackToBack {
  private final StepWays ways;

  private BackToBack(StepWays ways) {
    this.ways = ways;
  }

  public BackToBack(HardwareConfig hardware) {
    this(new StepWays(hardware));
  }

  /** The same for many networks: what was simulated is not simulated again. */
  public static BackToBack remembering(HardwareConfig hardware) {
    return new BackToBack(StepWays.remembering(hardware));
  }

  /** A network's steps, one after the other. */
  WholeNetwork simulate(List<ChainedStep> steps) {
    List<Reached> before = new ArrayList<>();
    Reached reached = Reached.START;
    for (int i = 0; i < steps.size(); i++) {
      before.add(reached);
      reached = advance(reached, steps.get(i), next(steps, i)).after();
    }
    List<PassedStep> passed = new ArrayList<>();
    Left to = reached.fastest();
    for (int i = steps.size() - 1; i >= 0; i--) {
      Move move = move(before.get(i), steps.get(i), next(steps, i), to.carried());
      passed.add(move.step());
      to = move.from();
    }
    Collections.reverse(passed);
    return new WholeNetwork(
        passed.stream().map(PassedStep::layer).toList(),
        (int) passed.stream().filter(PassedStep::outputKept).count(),
        passed.stream().mapToLong(PassedStep::prefetchedBytes).sum());
  }

  private static Optional<ChainedStep> next(List<ChainedStep> steps, int i) {
    return i + 1 < steps.size() ? Optional.of(steps.get(i + 1)) : Optional.empty();
  }

  /**
   * What is reached by one step.
   *
   * @param after seen from the fastest of its ways
   * @param clocks of the fastest of its ways, from the fastest of those that led to it
   */
  public record Advanced(Reached after, long clocks) {}

  /**
   * One step behind all that may have been left to it.
   *
   * @param next empty for the last step
   */
  public Advanced advance(Reached before, ChainedStep step, Optional<ChainedStep> next) {
    Map<Carried, Long> fewest = new LinkedHashMap<>();
    for (Left left : before.left()) {
      for (PassedStep way : ways.of(left.carried(), step, next)) {
        fewest.merge(way.after(), left.clocks() + way.layer().latencyCycles(), Math::min);
      }
    }
    return Reached.of(fewest);
  }

  /** A step in one of its ways, from one of what it may have begun with. */
  private record Move(Left from, PassedStep step, long clocks) {}

  /** The first of the fastest to what is to be left. */
  private Move move(Reached before, ChainedStep step, Optional<ChainedStep> next, Carried after) {
    Optional<Move> best = Optional.empty();
    for (Left left : before.left()) {
      for (PassedStep way : ways.of(left.carried(), step, next)) {
        long clocks = left.clocks() + way.layer().latencyCycles();
        if (way.after().equals(after) && best.map(b -> clocks < b.clocks()).orElse(true)) {
          best = Optional.of(new Move(left, way, clocks));
        }
      }
    }
    return best.orElseThrow();
  }
}
