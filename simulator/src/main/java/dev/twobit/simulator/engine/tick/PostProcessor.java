package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.PrecisionConfig.Encoding;
import dev.twobit.simulator.array.KernelGroups;
import dev.twobit.simulator.array.RowBands.Band;
import dev.twobit.simulator.workload.LayerWorkload;

/**
 * Takes accumulators to codes, so many elements a clock, then one clock to turn to the next output
 * position. A position waits for its accumulators and for the operands of a fused add. A credit
 * leaves with the last element, bytes with the end of the position.
 */
final class PostProcessor {
  private final LayerWorkload.Convolution layer;
  private final Encoding encoding;
  private final KernelGroups groups;
  private final int throughput;
  private final int firstPosition;
  private final int positions;
  private final Accumulators accumulators;
  private final OperandQueue addends;
  private final ParameterQueue parameters;
  private final Exits exits;
  private final Codes codes;
  private final AtomFill fill;

  private int group;
  private int position;
  private boolean busy;
  private int lane;
  private long bytes;

  /** What a position waits for. */
  record Entries(Accumulators accumulators, OperandQueue addends, ParameterQueue parameters) {}

  /**
   * What leaves.
   *
   * @param port where results are written
   */
  record Exits(Credits credits, WritePort port) {}

  PostProcessor(
      LayerWorkload.Convolution layer,
      Encoding encoding,
      Band band,
      KernelGroups groups,
      HardwareConfig hardware,
      Entries entries,
      Exits exits,
      Codes codes) {
    this.layer = layer;
    this.encoding = encoding;
    this.groups = groups;
    this.throughput = hardware.postProcessor().outputElementsPerCycle();
    this.firstPosition = band.firstRow() * layer.outputWidth();
    this.positions = band.rows() * layer.outputWidth();
    this.accumulators = entries.accumulators;
    this.addends = entries.addends;
    this.parameters = entries.parameters;
    this.exits = exits;
    this.codes = codes;
    this.fill =
        new AtomFill(layer.outputBits(), layer.outputChannels(), positions, hardware.memory());
  }

  void clock() {
    if (!busy
        && group < groups.count()
        && accumulators.isDeliverable()
        && addends.isThere()
        && parameters.isThere()) {
      busy = true;
      lane = 0;
    } else if (busy && lane >= groups.atomicKernels()) {
      turn();
      return;
    }
    if (busy) {
      deliver();
    }
  }

  private void deliver() {
    int past = Math.min(lane + throughput, groups.atomicKernels());
    int real = Math.min(past, groups.kernelsOf(group));
    for (int k = lane; k < real; k++) {
      int channel = groups.firstKernel(group) + k;
      int index = channel * layer.outputHeight() * layer.outputWidth() + firstPosition + position;
      bytes += codes.deliver(accumulator(k), index, channel, position, fill);
    }
    lane = past;
    if (lane == groups.atomicKernels()) {
      accumulators.remove();
      exits.credits.giveBack();
    }
  }

  /**
   * Accumulator at the weights' values; for mid_rise sum of (2k - (2^bits - 1)) a = 2 sum of k a -
   * (2^bits - 1) sum of a.
   */
  private long accumulator(int k) {
    long value = accumulators.value(k);
    return encoding == Encoding.MID_RISE
        ? 2 * value - ((1L << layer.weightBits()) - 1) * accumulators.value(groups.atomicKernels())
        : value;
  }

  private void turn() {
    busy = false;
    exits.port.queue(bytes);
    bytes = 0;
    addends.take();
    position++;
    if (position == positions) {
      position = 0;
      group++;
      addends.nextGroup();
      parameters.nextGroup();
    }
    if (group == groups.count()) {
      exits.port.end();
    }
  }

  /** The last output is through; the tail behind it may not be. */
  boolean isThrough() {
    return group == groups.count();
  }
}
