package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.MemoryConfig;
import dev.twobit.hardware.PrecisionConfig.Encoding;
import dev.twobit.simulator.array.KernelGroups;
import dev.twobit.simulator.array.RowBands.Band;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.List;

/**
 * Takes accumulators to codes, so many elements a clock, then one clock to turn to the next output
 * position. A position waits for its accumulators and for the operands of a fused add. A credit
 * leaves with the last element, bytes with the end of the position.
 */
final class PostProcessor {
  private final LayerWorkload.Convolution layer;
  private final ConvolutionOperands operands;
  private final KernelGroups groups;
  private final int throughput;
  private final int firstPosition;
  private final int positions;
  private final Accumulators accumulators;
  private final OperandQueue addends;
  private final DelayLine credits;
  private final WritePort port;
  private final List<int[]> outputs;
  private final AtomFill fill;
  private final DelayLine tail;

  private int group;
  private int position;
  private boolean busy;
  private int lane;
  private long bytes;
  private long elements;
  private boolean interrupted;

  PostProcessor(
      LayerWorkload.Convolution layer,
      Band band,
      ConvolutionOperands operands,
      KernelGroups groups,
      int throughput,
      MemoryConfig memory,
      Accumulators accumulators,
      OperandQueue addends,
      DelayLine credits,
      WritePort port,
      List<int[]> outputs,
      int tailDepth) {
    this.layer = layer;
    this.operands = operands;
    this.groups = groups;
    this.throughput = throughput;
    this.firstPosition = band.firstRow() * layer.outputWidth();
    this.positions = band.rows() * layer.outputWidth();
    this.accumulators = accumulators;
    this.addends = addends;
    this.credits = credits;
    this.port = port;
    this.outputs = outputs;
    this.fill = new AtomFill(layer.outputBits(), layer.outputChannels(), positions, memory);
    this.tail = new DelayLine(tailDepth);
  }

  void clock() {
    if (!busy && group < groups.count() && accumulators.isDeliverable() && addends.isThere()) {
      busy = true;
      lane = 0;
    } else if (busy && lane >= groups.atomicKernels()) {
      turn();
      interrupted |= tail.advance() > 0;
      return;
    }
    if (busy) {
      deliver();
    }
    interrupted |= tail.advance() > 0;
  }

  private void deliver() {
    int past = Math.min(lane + throughput, groups.atomicKernels());
    int real = Math.min(past, groups.kernelsOf(group));
    for (int k = lane; k < real; k++) {
      int channel = groups.firstKernel(group) + k;
      int index = channel * layer.outputHeight() * layer.outputWidth() + firstPosition + position;
      long sum = operands.combined(accumulator(k), index);
      for (int copy = 0; copy < outputs.size(); copy++) {
        outputs.get(copy)[index] = operands.conversions().get(copy).code(channel, sum);
        bytes += fill.add(copy, channel, position);
        elements++;
      }
    }
    lane = past;
    if (lane == groups.atomicKernels()) {
      accumulators.remove();
      credits.push(1);
    }
  }

  /**
   * Accumulator at the weights' values; for mid_rise sum of (2k - (2^bits - 1)) a = 2 sum of k a -
   * (2^bits - 1) sum of a.
   */
  private long accumulator(int k) {
    long value = accumulators.value(k);
    return operands.encoding() == Encoding.MID_RISE
        ? 2 * value - ((1L << layer.weightBits()) - 1) * accumulators.value(groups.atomicKernels())
        : value;
  }

  private void turn() {
    busy = false;
    port.queue(bytes);
    bytes = 0;
    addends.take();
    position++;
    if (position == positions) {
      position = 0;
      group++;
      addends.nextGroup();
    }
    if (group == groups.count()) {
      port.end();
      tail.push(1);
    }
  }

  /** The last output and the tail behind it are through. */
  boolean isDone() {
    return interrupted;
  }

  /** Elements delivered, every copy. */
  long elements() {
    return elements;
  }
}
