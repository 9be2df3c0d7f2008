package dev.twobit.results;

import dev.twobit.simulator.HostOperation;
import dev.twobit.simulator.HostWork;
import dev.twobit.simulator.NetworkSimulation;
import java.util.List;

/**
 * What the processor beside the accelerator does of a network.
 *
 * @param processor as people read it; empty if all of the network runs on the accelerator
 * @param sources where the processor's figures come from, one line each
 * @param operations in execution order, each of one image
 * @param milliseconds of all images; {@code energyMillijoules} likewise
 */
public record HostResult(
    String processor,
    List<String> sources,
    List<Operation> operations,
    double milliseconds,
    double energyMillijoules) {
  public HostResult {
    sources = List.copyOf(sources);
    operations = List.copyOf(operations);
  }

  /**
   * One operator.
   *
   * @param elements read and written; {@code bytes} the same in memory
   * @param milliseconds the hand-over, then the larger of arithmetic and memory
   */
  public record Operation(
      String layer,
      String operator,
      long macs,
      long elements,
      long bytes,
      double handoverMilliseconds,
      double arithmeticMilliseconds,
      double memoryMilliseconds,
      double milliseconds,
      double energyPicojoules) {
    static Operation of(HostOperation o) {
      return new Operation(
          o.layer(),
          o.operator(),
          o.demand().macs(),
          o.demand().elements(),
          o.demand().bytes(),
          o.times().handoverMilliseconds(),
          o.times().arithmeticMilliseconds(),
          o.times().memoryMilliseconds(),
          o.milliseconds(),
          o.energyPicojoules());
    }
  }

  static HostResult of(NetworkSimulation simulation) {
    HostWork work = simulation.hostWork();
    return new HostResult(
        work.processor().label().description(),
        work.processor().sources(),
        work.operations().stream().map(Operation::of).toList(),
        work.milliseconds(),
        work.energyMillijoules());
  }
}
