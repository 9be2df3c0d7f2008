package dev.twobit.experiment.deployment;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.AccumulatorOverflow;
import dev.twobit.verification.NetworkVerification;
import dev.twobit.verification.StepVerification;
import java.util.List;

/**
 * One image through the clocked engine, layer by layer.
 *
 * @param steps that ran; {@code moved} others only move data, which it does not run
 * @param outputs written and compared
 * @param cycles simulated latency, all steps
 * @param seconds the engine took
 * @param differences steps whose outputs, cycles or counts were unequal, with the first difference
 * @param overflows layers whose sums may not fit the hardware's accumulators
 */
public record ClockedVerification(
    String hardware,
    int image,
    long steps,
    long moved,
    long outputs,
    long cycles,
    double seconds,
    List<String> differences,
    List<String> overflows) {
  public ClockedVerification {
    differences = List.copyOf(differences);
    overflows = List.copyOf(overflows);
  }

  static ClockedVerification of(NetworkVerification run, int image, HardwareConfig hardware) {
    return new ClockedVerification(
        hardware.name(),
        image,
        run.stepsRun(),
        run.steps().size() - run.stepsRun(),
        run.steps().stream()
            .filter(StepVerification::ran)
            .mapToLong(StepVerification::outputElements)
            .sum(),
        run.simulation().latencyCycles(),
        run.seconds(),
        run.failures().stream().map(s -> s.name() + ": " + s.differences().get(0)).toList(),
        run.simulation().layers().stream()
            .flatMap(l -> AccumulatorOverflow.of(l.workload(), hardware.precision()).stream())
            .map(AccumulatorOverflow::describe)
            .toList());
  }
}
