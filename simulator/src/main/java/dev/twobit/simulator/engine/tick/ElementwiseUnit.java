package dev.twobit.simulator.engine.tick;

import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.PostOperands;
import java.util.List;

/**
 * Scaled sum or product of the operands, element by element of the result; data movement is the sum
 * of one operand, from another place.
 */
final class ElementwiseUnit implements PixelUnit {
  private final PostOperands operands;
  private final List<int[]> outputs;
  private final int positions;
  private final long outputBytes;

  ElementwiseUnit(
      LayerWorkload.PostProcessing step,
      PostOperands operands,
      long outputBytes,
      List<int[]> outputs) {
    this.operands = operands;
    this.outputs = outputs;
    this.positions = step.ofmap().positions();
    this.outputBytes = outputBytes;
  }

  @Override
  public void element(int channel, int pixel) {
    int index = channel * positions + pixel;
    long value = operands.combined(index);
    for (int copy = 0; copy < outputs.size(); copy++) {
      outputs.get(copy)[index] = operands.conversions().get(copy).code(channel, value);
    }
  }

  @Override
  public long end(int pixel) {
    return outputBytes;
  }
}
