package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.PostOperands;
import java.util.List;

/** Scaled sum of the operands, element by element. */
final class ElementwiseUnit implements PixelUnit {
  private final PostOperands operands;
  private final List<int[]> outputs;
  private final int plane;
  private final long outputBytes;

  ElementwiseUnit(
      LayerWorkload.PostProcessing step,
      PostOperands operands,
      MemoryConfig memory,
      List<int[]> outputs) {
    this.operands = operands;
    this.outputs = outputs;
    this.plane = step.inputHeight() * step.inputWidth();
    this.outputBytes = PixelUnit.bytes(step.outputBits(), step.channels(), memory);
  }

  @Override
  public void element(int channel, int pixel) {
    int index = channel * plane + pixel;
    long sum = 0;
    for (int i = 0; i < operands.inputs().size(); i++) {
      sum += operands.inputs().get(i)[index] * operands.scales().get(i);
    }
    for (int copy = 0; copy < outputs.size(); copy++) {
      outputs.get(copy)[index] = operands.conversions().get(copy).code(channel, sum);
    }
  }

  @Override
  public long end(int pixel) {
    return outputBytes;
  }
}
