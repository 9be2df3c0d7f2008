package dev.twobit.search.cost;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.BackToBack;
import dev.twobit.simulator.ChainedStep;
import dev.twobit.simulator.Reached;
import java.util.Optional;

/**
 * How steps go behind one another on one accelerator, each case computed once: a step, the next
 * one, and what the one before left. For any number of threads.
 */
final class StepPasses {
  private static final int MOST_CASES = 1 << 20;
  private static final int MOST_LEFT = 1 << 16;

  /** What steps may have left, one object for each that is different. */
  static final class Left {
    private final Reached reached;

    private Left(Reached reached) {
      this.reached = reached;
    }
  }

  /** Steps and what was left are told apart as objects. */
  private record Case(
      Left before, KnownStep step, Optional<KnownStep> next, StepSequence.Link link) {}

  /**
   * A step behind another.
   *
   * @param cycles of its fastest way
   * @param after what it may leave to the next
   */
  record Outcome(long cycles, Left after) {}

  private final BackToBack backToBack;
  private final Left nothing = new Left(Reached.START);
  private final Remembered<Case, Outcome> cases = new Remembered<>(MOST_CASES);
  private final Remembered<Reached, Left> left = new Remembered<>(MOST_LEFT);

  StepPasses(HardwareConfig hardware) {
    this.backToBack = BackToBack.remembering(hardware);
  }

  /** Before the first step. */
  Left nothing() {
    return nothing;
  }

  /**
   * One step.
   *
   * @param link what the next step has to do with it
   */
  Outcome pass(Left before, KnownStep step, Optional<KnownStep> next, StepSequence.Link link) {
    return cases.get(new Case(before, step, next, link), this::passed);
  }

  private Outcome passed(Case of) {
    BackToBack.Advanced advanced =
        backToBack.advance(
            of.before.reached,
            new ChainedStep(of.step.alone(), of.link.onlyNextReads(), of.link.nextWaits()),
            // What the next one writes is no matter here.
            of.next.map(n -> new ChainedStep(n.alone(), false)));
    return new Outcome(advanced.clocks(), left.get(advanced.after(), Left::new));
  }

  Hits hits() {
    return cases.hits();
  }
}
