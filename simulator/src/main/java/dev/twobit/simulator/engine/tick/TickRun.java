package dev.twobit.simulator.engine.tick;

import dev.twobit.simulator.engine.LayerTiming;
import java.util.List;

/**
 * What a clocked run of one workload gave.
 *
 * @param timing as every engine answers
 * @param outputs codes of every copy of the output: channel by channel, row by row
 * @param clocks simulated
 */
public record TickRun(LayerTiming timing, List<int[]> outputs, long clocks) {
  public TickRun {
    outputs = List.copyOf(outputs);
  }
}
