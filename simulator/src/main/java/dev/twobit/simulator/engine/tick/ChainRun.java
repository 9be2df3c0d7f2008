package dev.twobit.simulator.engine.tick;

import dev.twobit.simulator.engine.LaunchTimes;
import java.util.List;

/**
 * What a clocked run of operations back to back gave.
 *
 * @param outputs of each operation, codes of every copy; of a band, those of its rows
 */
public record ChainRun(List<LaunchTimes> times, List<List<int[]>> outputs) {
  public ChainRun {
    times = List.copyOf(times);
    outputs = List.copyOf(outputs);
  }
}
