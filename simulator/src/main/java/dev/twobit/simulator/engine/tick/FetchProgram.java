package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.array.KernelGroups;

/**
 * The order in which a band's operands are fetched: input and the kernel groups that fit at once,
 * then for each kernel group the operands of its fused add and the weights that fit when it is
 * done.
 */
final class FetchProgram {
  private final ReadPort port;
  private final KernelGroups groups;
  private final WeightBuffer weights;
  private final MemoryConfig memory;
  private final long bytesOnChip;
  private int fetched;

  FetchProgram(
      ReadPort port,
      KernelGroups groups,
      WeightBuffer weights,
      MemoryConfig memory,
      long bytesOnChip) {
    this.bytesOnChip = bytesOnChip;
    this.port = port;
    this.groups = groups;
    this.weights = weights;
    this.memory = memory;
  }

  void weightsKept() {
    fetched = groups.count();
  }

  /** What fits at once and has room beside the operation before. */
  void firstWeights(ReadPort.Way way, Room room) {
    int from = fetched;
    while (fetched < groups.count()
        && weights.hasRoom(fetched, 0)
        && room.hasWeightRoom(groups.endByte(fetched))) {
      fetched++;
    }
    if (fetched > from) {
      port.firstWeights(beatEnd(fetched - 1) - bytesOnChip, way);
    }
  }

  /** What fits at once, as there is room for it. */
  void waitingWeights(ReadPort.Way way, Room room) {
    while (fetched < groups.count() && weights.hasRoom(fetched, 0)) {
      int next = fetched;
      long before = next == 0 ? 0 : beatEnd(next - 1);
      port.later(beatEnd(next) - before, way, () -> room.hasWeightRoom(groups.endByte(next)));
      fetched++;
    }
  }

  /** Parameters of kernel group {@code g} that come when there is room for them. */
  void parameters(int g, ParameterQueue queue, ReadPort.Way way) {
    port.later(queue.bytesLater(g), way, () -> queue.hasRoom(g));
  }

  /** What is fetched for kernel group {@code g} and once it is done. */
  void later(int g, long operandBytes, ReadPort.Way operandWay, ReadPort.Way weightWay) {
    port.later(operandBytes, operandWay, () -> true);
    while (fetched < groups.count() && weights.hasRoom(fetched, g + 1)) {
      int next = fetched;
      port.later(beatEnd(next) - beatEnd(next - 1), weightWay, () -> weights.hasRoomFor(next));
      fetched++;
    }
  }

  /** Bytes up to the end of the beat in which a kernel group ends. */
  private long beatEnd(int g) {
    return Math.min(groups.totalBytes(), memory.beats(groups.endByte(g)) * memory.beatBytes());
  }
}
