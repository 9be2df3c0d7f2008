package dev.twobit.simulator.engine;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.hardware.PostProcessorConfig;
import dev.twobit.network.Window;
import dev.twobit.simulator.workload.Activity;
import dev.twobit.simulator.workload.CycleBreakdown;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.LayerWorkload.PostOperation;
import dev.twobit.simulator.workload.PostTraffic;

/**
 * Pooling, unfused arithmetic and data movement: pixel after pixel as operands come, all channels
 * of one, so many elements a clock. Operands that are kept come before the first pixel. A pooled
 * pixel is written once the end of its window has passed, of other steps each as it is through.
 */
final class PostProcessorEngine {
  private final LayerWorkload.PostProcessing step;
  private final PostTraffic traffic;
  private final OutputDrain drain;
  private final long clocks;
  private long begin = -1;
  private UnitListener units = UnitListener.NONE;

  private PostProcessorEngine(LayerWorkload.PostProcessing step, HardwareConfig hardware) {
    MemoryConfig memory = hardware.memory();
    this.step = step;
    this.traffic = PostTraffic.of(step, memory);
    this.drain = new OutputDrain(memory, memory, memory.readLatencyCycles(), this::begin);
    int throughput = perCycle(step, hardware.postProcessor());
    this.clocks = (step.channels() + throughput - 1) / throughput;
  }

  static LayerTiming simulate(LayerWorkload.PostProcessing step, HardwareConfig hardware) {
    return new PostProcessorEngine(step, hardware).run(hardware.memory());
  }

  private void begin(long first, long pace, int count) {
    begin = begin < 0 ? first : begin;
  }

  /** The same, and {@code units} is told what each unit does. */
  static LayerTiming simulate(
      LayerWorkload.PostProcessing step, HardwareConfig hardware, UnitListener units) {
    PostProcessorEngine engine = new PostProcessorEngine(step, hardware);
    engine.units = units;
    engine.drain.tell(units);
    return engine.run(hardware.memory());
  }

  private LayerTiming run(MemoryConfig memory) {
    long reading = memory.beats(traffic.readBytes()) * memory.beatMillionths();
    drain.operands(0, reading);
    units.read(0, 0, 0, reading, 0, 0, traffic.readBytes());
    if (step.operation() == PostOperation.POOLING) {
      pool();
    } else {
      stream();
    }
    long read = memory.streamCycles(traffic.readBytes()) + memory.readLatencyCycles();
    long total = Math.max(read, Math.max(drain.idle(), drain.written()));
    units.end(0, drain.idle(), drain.idle(), drain.written());
    long work = traffic.pixels() * clocks;
    CycleBreakdown cycles = new CycleBreakdown(0, 0, work, begin, total - begin - work);
    Activity activity =
        new Activity(0, 0, 0, 0, traffic.readBytes(), 0, traffic.writtenBytes(), step.elements());
    return new LayerTiming(cycles, activity, 0, 1, "post-processor");
  }

  /** The first pixel waits for what is kept as well; the first few may read a byte more. */
  private void stream() {
    int pixels = traffic.pixels();
    int more = traffic.pixelsOfOneMore();
    long each = traffic.bytesPerPixel();
    pixels(1, traffic.outputBytes(), traffic.bytesFor(0));
    pixels(Math.max(0, more - 1), traffic.outputBytes(), each + 1);
    pixels(pixels - Math.max(1, more), traffic.outputBytes(), each);
  }

  private void pool() {
    Window w = step.window();
    int[] rows =
        ends(
            step.inputHeight(), step.outputHeight(), w.strideHeight(), w.spanHeight() - w.padTop());
    int[] columns =
        ends(step.inputWidth(), step.outputWidth(), w.strideWidth(), w.spanWidth() - w.padLeft());
    int done = 0;
    for (int ended : rows) {
      if (ended == 0) {
        int first = done == 0 ? 1 : 0;
        pixels(first, 0, traffic.bytesFor(0));
        pixels(step.inputWidth() - first, 0, traffic.bytesPerPixel());
        done += step.inputWidth();
        continue;
      }
      for (int column : columns) {
        pixels(1, (long) ended * column * traffic.outputBytes(), traffic.bytesFor(done++));
      }
    }
  }

  /** How many windows end with each row (or column); those beyond the plane end with its last. */
  private static int[] ends(int size, int windows, int stride, int firstEnd) {
    int[] ends = new int[size];
    for (int i = 0; i < windows; i++) {
      ends[Math.min(size - 1, i * stride + firstEnd - 1)]++;
    }
    return ends;
  }

  private void pixels(int count, long written, long read) {
    drain.positions(clocks, written, read);
    drain.stripe(count, 0);
  }

  private static int perCycle(LayerWorkload.PostProcessing step, PostProcessorConfig post) {
    return switch (step.operation()) {
      case POOLING -> post.poolingElementsPerCycle();
      case ELEMENTWISE, COPY -> post.elementwiseElementsPerCycle();
    };
  }
}
