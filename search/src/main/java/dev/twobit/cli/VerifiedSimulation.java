package dev.twobit.cli;

import dev.twobit.results.SimulationRun;
import dev.twobit.verification.NetworkVerification;
import dev.twobit.verification.StepVerification;
import java.util.List;

/** What {@code simulate --engine tick --json} prints. */
record VerifiedSimulation(SimulationRun run, Steps verification) {

  /** The clocked engine's steps without their timing, which the run has. */
  record Steps(
      String operands,
      String image,
      boolean compared,
      boolean equal,
      long clocks,
      double seconds,
      List<Step> steps) {
    static Steps of(NetworkVerification v, String image) {
      return new Steps(
          v.operands(),
          image,
          v.compared(),
          v.compared() && v.failures().isEmpty(),
          v.clocks(),
          v.seconds(),
          v.steps().stream().map(Step::of).toList());
    }
  }

  record Step(
      String name,
      boolean ran,
      long outputElements,
      long clocks,
      double seconds,
      List<String> differences) {
    static Step of(StepVerification s) {
      return new Step(
          s.name(), s.ran(), s.outputElements(), s.clocks(), s.seconds(), s.differences());
    }
  }
}
