package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.engine.LayerTiming;
import dev.twobit.simulator.workload.Activity;
import dev.twobit.simulator.workload.CycleBreakdown;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.LayerWorkload.PostOperation;
import dev.twobit.simulator.workload.PostOperands;
import dev.twobit.simulator.workload.PostTraffic;
import java.util.ArrayList;
import java.util.List;

/**
 * The post-processor alone: pooling, arithmetic and data movement, pixel after pixel as operands
 * come.
 */
final class PostStepMachine {
  private final LayerWorkload.PostProcessing step;
  private final int throughput;
  private final PostTraffic traffic;
  private final ReadPort reads;
  private final WritePort writes;
  private final DelayLine way;
  private final PixelUnit unit;
  private final int pixels;

  private int pixel;
  private int channel;
  private boolean busy;
  private long arrived;
  private long received;
  private long elements;
  private long begin = -1;
  private long worked;
  private long clock;

  private PostStepMachine(
      LayerWorkload.PostProcessing step,
      PostOperands operands,
      HardwareConfig hardware,
      List<int[]> outputs) {
    this.step = step;
    boolean pooling = step.operation() == PostOperation.POOLING;
    this.throughput =
        pooling
            ? hardware.postProcessor().poolingElementsPerCycle()
            : hardware.postProcessor().elementwiseElementsPerCycle();
    MemoryConfig memory = hardware.memory();
    this.traffic = PostTraffic.of(step, memory);
    this.pixels = traffic.pixels();
    this.reads = new ReadPort(memory);
    this.writes = new WritePort(memory, false);
    this.way = new DelayLine(memory.readLatencyCycles());
    this.unit =
        pooling
            ? new PoolingUnit(step, operands, traffic.outputBytes(), outputs)
            : new ElementwiseUnit(step, operands, traffic.outputBytes(), outputs);
    reads.later(traffic.readBytes(), ReadPort.Way.fromEnd(way), () -> true);
  }

  static TickRun simulate(
      LayerWorkload.PostProcessing step, PostOperands operands, HardwareConfig hardware) {
    List<int[]> outputs = new ArrayList<>();
    int size = Math.toIntExact(step.ofmap().elements());
    step.outputBits().forEach(bits -> outputs.add(new int[size]));
    PostStepMachine machine = new PostStepMachine(step, operands, hardware, outputs);
    machine.run();
    LayerTiming timing =
        new LayerTiming(machine.cycles(), machine.activity(), 0, 1, "post-processor");
    return new TickRun(timing, outputs, machine.clock);
  }

  private void run() {
    while (true) {
      writes.clock();
      reads.clock();
      int size = way.advance();
      arrived += size;
      received += size;
      boolean busyNow = work();
      boolean read = reads.isIdle() && received == reads.bytes();
      if (!busyNow && pixel == pixels && writes.isIdle() && read) {
        return;
      }
      clock++;
    }
  }

  /** Whether a pixel was worked on in this clock. */
  private boolean work() {
    if (!busy && pixel < pixels && arrived >= traffic.bytesFor(pixel)) {
      arrived -= traffic.bytesFor(pixel);
      busy = true;
      channel = 0;
      begin = begin < 0 ? clock : begin;
    }
    if (!busy) {
      return false;
    }
    worked++;
    int past = Math.min(step.channels(), channel + throughput);
    for (int c = channel; c < past; c++) {
      unit.element(c, pixel);
      elements++;
    }
    channel = past;
    if (channel == step.channels()) {
      busy = false;
      writes.queue(unit.end(pixel));
      pixel++;
      if (pixel == pixels) {
        writes.end();
      }
    }
    return true;
  }

  private CycleBreakdown cycles() {
    return new CycleBreakdown(0, 0, worked, begin, clock - begin - worked);
  }

  private Activity activity() {
    return new Activity(0, 0, 0, 0, reads.bytes(), 0, writes.bytes(), elements);
  }
}
