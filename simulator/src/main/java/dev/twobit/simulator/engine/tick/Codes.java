package dev.twobit.simulator.engine.tick;

import dev.twobit.simulator.workload.ConvolutionOperands;
import java.util.List;

/** Turns sums into the codes of every copy of a layer's output, and puts them where they belong. */
final class Codes {
  private final ConvolutionOperands operands;
  private final List<int[]> outputs;
  private long elements;

  /**
   * @param outputs a copy each, (C,H,W)
   */
  Codes(ConvolutionOperands operands, List<int[]> outputs) {
    this.operands = operands;
    this.outputs = outputs;
  }

  /**
   * One element of the layer's output; the bytes of atoms that it fills, over all copies.
   *
   * @param sum without the operands of a fused add
   * @param index in an output
   * @param pixel of the band that {@code fill} counts
   */
  long deliver(long sum, int index, int channel, int pixel, AtomFill fill) {
    long combined = operands.combined(sum, index);
    long bytes = 0;
    for (int copy = 0; copy < outputs.size(); copy++) {
      outputs.get(copy)[index] = operands.conversions().get(copy).code(channel, combined);
      bytes += fill.add(copy, channel, pixel);
      elements++;
    }
    return bytes;
  }

  /** Elements delivered, every copy. */
  long elements() {
    return elements;
  }
}
