package dev.twobit.simulator.engine;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.ArrayConfig.Dataflow;
import dev.twobit.hardware.ArrayConfig.FoldOverlap;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.network.Window;
import dev.twobit.simulator.array.ReadPace;
import dev.twobit.simulator.array.RowBands;
import dev.twobit.simulator.array.RowBands.Band;
import dev.twobit.simulator.array.SystolicMapping;
import dev.twobit.simulator.array.TileParameters;
import dev.twobit.simulator.array.WeightTiles;
import dev.twobit.simulator.workload.CycleBreakdown;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.StoredTensors;

/**
 * Timing of a convolution on a systolic array, fold by fold: when its operands are there, when the
 * stationary one is loaded, when it streams, when its results come out and are taken.
 */
final class SystolicTimeline {
  private final LayerWorkload.Convolution layer;
  private final Dataflow dataflow;
  private final boolean preload;
  private final MemoryConfig memory;
  private final WeightTiles tiles;
  private final RowBands cut;
  private final int rows;
  private final int columns;
  private final int passes;
  private final int throughput;
  private final long rowBytes;
  private final long[] beginByte;
  private final long[] endByte;
  private final long totalBytes;
  private final PortTimeline port;
  private final long weightBeatsOnChip;
  private final OutputDrain drain;
  private final TileParameters parameters;

  private final long[] tileReady;
  private final long[] tileReleased;
  private int fetchedTiles;
  private int released;
  private final long[] bandEnd;
  private long dataStart;
  private long allRows;

  private boolean begun;
  private long load;
  private long streamBegin;
  private long streamEnd;
  private long streamed;
  private long stall;
  private UnitListener units = UnitListener.NONE;

  SystolicTimeline(
      LayerWorkload.Convolution layer,
      ArrayConfig.Systolic array,
      HardwareConfig hardware,
      SystolicMapping mapping,
      WeightTiles tiles,
      RowBands cut) {
    this.layer = layer;
    this.dataflow = array.dataflow();
    this.preload = array.foldOverlap() == FoldOverlap.PRELOAD;
    this.memory = ReadPace.of(layer, hardware);
    this.tiles = tiles;
    this.cut = cut;
    this.rows = mapping.rows();
    this.columns = mapping.columns();
    this.passes = mapping.passes();
    this.throughput = hardware.postProcessor().outputElementsPerCycle();
    this.rowBytes =
        StoredTensors.cubeBytes(
            layer.inputChannels(), 1, layer.inputWidth(), layer.inputBits(), memory);
    this.port = new PortTimeline(memory, 0);
    this.weightBeatsOnChip = memory.beats(cut.boundary().weightBytesOnChip());
    this.drain =
        new OutputDrain(memory, hardware.memory(), memory.readLatencyCycles(), (f, s, n) -> {});
    this.parameters = TileParameters.of(layer, tiles, memory);
    boolean once = cut.bands().size() == 1 || cut.bands().get(1).weightsKept();
    // In the innermost loops: once here.
    this.totalBytes = tiles.totalBytes();
    this.beginByte = tiles.beginBytes();
    this.endByte = tiles.endBytes();
    int count = endByte.length * (once ? 1 : cut.bands().size());
    this.tileReady = new long[count];
    this.tileReleased = new long[count];
    this.bandEnd = new long[cut.bands().size()];
  }

  void tell(UnitListener listening) {
    units = listening;
    drain.tell(listening);
  }

  CycleBreakdown run() {
    int firstTile = 0;
    for (int b = 0; b < cut.bands().size(); b++) {
      Band band = cut.bands().get(b);
      firstTile = b == 0 || band.weightsKept() ? 0 : firstTile + endByte.length;
      for (int t = 0; t < endByte.length; t++) {
        fetch(b, firstTile + t, t == 0);
        tile(band, t, firstTile + t);
      }
      bandEnd[b] = streamEnd;
      units.inputReleased(streamEnd);
    }
    long drained = streamEnd + rows + columns - 2;
    long written = drain.written();
    units.end(drained, drain.idle(), drain.idle(), written);
    long busy = Math.max(drained, drain.idle());
    // Rows below the last window and padding behind the weights come too.
    long read = port.free() == 0 ? 0 : PortTimeline.clock(port.free()) + memory.readLatencyCycles();
    long total = Math.max(busy, Math.max(written, read));
    long memoryStall = stall + total - busy;
    long outputBound = busy - drained;
    return new CycleBreakdown(
        streamed, drained - load - streamed - stall, outputBound, load, memoryStall);
  }

  /** Fetches a tile when it has room, and after a band's first tile the band's input. */
  private void fetch(int band, int tile, boolean first) {
    if (tile == fetchedTiles) {
      long before = tile % endByte.length == 0 ? 0 : beatsTo(tile - 1);
      long beats = beatsTo(tile) - Math.max(before, weightBeatsOnChip);
      if (beats > 0) {
        tileReady[tile] = port.fetch(beats, room(tile)) + memory.readLatencyCycles();
      } else {
        tileReady[tile] = tile == 0 ? 0 : tileReady[tile - 1];
      }
      fetchedTiles++;
      int t = tile % endByte.length;
      long from = port.free() - beats * memory.beatMillionths();
      units.read(t, t, from, port.free(), 0, end(tile) - (tile == 0 ? 0 : end(tile - 1)), 0);
    }
    if (first && !cut.boundary().inputOnChip()) {
      // Two bands fit at a time.
      port.fetch(0, band < 2 ? 0 : bandEnd[band - 2]);
      dataStart = port.free();
      int inputRows = cut.bands().get(band).inputRows();
      port.fetch(memory.beats(inputRows * rowBytes), 0);
      allRows = rowsReady(inputRows);
      units.read(0, 0, dataStart, port.free(), inputRows * rowBytes, 0, 0);
    }
  }

  private long beatsTo(int tile) {
    return memory.beats(endByte[tile % endByte.length]);
  }

  /** When enough tiles are released for this one; one alone must do. */
  private long room(int tile) {
    while (released < tile && end(tile) - begin(released) > cut.weightCapacityBytes()) {
      released++;
    }
    return released == 0 ? 0 : tileReleased[released - 1];
  }

  private long begin(int tile) {
    return passed(tile) + beginByte[tile % endByte.length];
  }

  private long end(int tile) {
    return passed(tile) + endByte[tile % endByte.length];
  }

  /** Bytes of earlier bands, if each fetches the weights anew. */
  private long passed(int tile) {
    return (long) (tile / endByte.length) * totalBytes;
  }

  private long rowsReady(int count) {
    if (cut.boundary().inputOnChip()) {
      return 0;
    }
    long beats = memory.beats(count * rowBytes);
    return PortTimeline.clock(dataStart + beats * memory.beatMillionths())
        + memory.readLatencyCycles();
  }

  /** When the input of output row {@code row} of a band is there. */
  private long rowReady(Band band, int row) {
    Window w = layer.window();
    int last = (band.firstRow() + row) * w.strideHeight() - w.padTop() + w.spanHeight() - 1;
    int count = Math.min(layer.inputHeight() - 1, last) - band.firstInputRow() + 1;
    return count <= 0 ? 0 : rowsReady(count);
  }

  /** All folds that use tile {@code t} of a band. */
  private void tile(Band band, int t, int tile) {
    int pixels = band.rows() * layer.outputWidth();
    int most =
        switch (dataflow) {
          case WEIGHT_STATIONARY -> pixels;
          case INPUT_STATIONARY -> columns;
          case OUTPUT_STATIONARY -> rows;
        };
    boolean lastWindow = t % tiles.windowTiles() == tiles.windowTiles() - 1;
    for (int first = 0; first < pixels; first += most) {
      int count = Math.min(most, pixels - first);
      for (int pass = 0; pass < passes; pass++) {
        boolean last = lastWindow && pass == passes - 1;
        if (last) {
          if (first == 0) {
            parameters(t);
          }
          operands(t, count);
        }
        fold(band, t, tile, first, count, last);
      }
    }
    if (dataflow != Dataflow.WEIGHT_STATIONARY) {
      tileReleased[tile] = streamEnd;
    }
    units.weightsReleased(tileReleased[tile], end(tile));
  }

  /** What makes codes of a kernel tile's sums, ahead of the first of them. */
  private void parameters(int t) {
    long beats = parameters.beats(t);
    if (beats > 0) {
      long start = port.free();
      drain.notBefore(port.fetch(beats, 0) + drain.operandLatency());
      units.read(t, t, start, port.free(), 0, 0, beats * memory.beatBytes());
    }
  }

  /** Operands of a fused add, for a fold of so many pixels. */
  private void operands(int t, int pixels) {
    long start = port.free();
    long bytes = ChannelAtoms.begun(layer, firstChannel(t), pastChannel(t), memory);
    port.fetch(memory.beats(bytes * pixels), 0);
    units.read(t, t, start, port.free(), 0, 0, bytes * pixels);
    drain.operands(start, port.free());
  }

  private int firstChannel(int t) {
    int kernelTile = t / tiles.windowTiles();
    return kernelTile / tiles.kernelTiles() * tiles.kernels()
        + kernelTile % tiles.kernelTiles() * tiles.tileKernels();
  }

  private int pastChannel(int t) {
    return firstChannel(t) + tiles.kernelsOf(t / tiles.windowTiles() % tiles.kernelTiles());
  }

  private void fold(Band band, int t, int tile, int firstPixel, int pixels, boolean last) {
    long rowsThere = rowReady(band, (firstPixel + pixels - 1) / layer.outputWidth());
    long empty = begun ? streamEnd + rows + columns - 2 : 0;
    long ready;
    long operand = 0;
    switch (dataflow) {
      case WEIGHT_STATIONARY -> {
        long loaded = load(tileReady[tile], empty);
        tileReleased[tile] = loaded + columns - 1;
        ready = Math.max(streamEnd, loaded);
      }
      case INPUT_STATIONARY -> {
        ready = Math.max(streamEnd, load(rowsThere, empty));
        operand = tileReady[tile];
      }
      default -> {
        operand = Math.max(tileReady[tile], rowsThere);
        load = begun ? load : operand;
        ready = begun ? (preload ? streamEnd : empty) : operand;
      }
    }
    begun = true;
    streamBegin = Math.max(ready, operand);
    stall += streamBegin - ready;
    units.macsBegin(t, streamBegin);
    stream(band, t, pixels, last);
    units.macsEnd(streamEnd, streamed, stall, 0);
  }

  /**
   * Loads the stationary operand, which is there at {@code there}; the clock at which it is in
   * place.
   *
   * @param empty when the array is
   */
  private long load(long there, long empty) {
    long free = begun && preload ? streamBegin : empty;
    long start = Math.max(free, there);
    if (!begun) {
      load = start;
    } else {
      stall += Math.max(0, start - (preload ? streamEnd : empty));
    }
    return start + rows;
  }

  private void stream(Band band, int t, int pixels, boolean last) {
    int kernels = tiles.kernelsOf(t / tiles.windowTiles() % tiles.kernelTiles());
    long through = rows + columns - 1;
    if (dataflow == Dataflow.WEIGHT_STATIONARY) {
      if (last) {
        positions(kernels, firstChannel(t), pastChannel(t), 1);
      }
      if (streamBegin >= allRows) {
        streamEnd = streamBegin + pixels;
        deliver(last, pixels, streamBegin + through);
      } else {
        rowByRow(band, last, through);
      }
      streamed += pixels;
      return;
    }
    int vectors = dataflow == Dataflow.INPUT_STATIONARY ? kernels : tiles.window();
    streamEnd = streamBegin + vectors;
    streamed += vectors;
    if (last && dataflow == Dataflow.OUTPUT_STATIONARY) {
      positions(kernels, firstChannel(t), pastChannel(t), 1);
      deliver(true, pixels, streamEnd - 1 + columns);
    }
    for (int k = 0; last && dataflow == Dataflow.INPUT_STATIONARY && k < kernels; k++) {
      int channel = firstChannel(t) + k;
      positions(pixels, channel, channel + 1, pixels);
      deliver(true, 1, streamBegin + k + through);
    }
  }

  /** Result vectors of {@code size} elements, of so many pixels with channels [from, past). */
  private void positions(int size, int from, int past, int pixels) {
    drain.positions(
        (size + throughput - 1) / throughput,
        cut.boundary().outputOnChip()
            ? 0
            : ChannelAtoms.completed(layer, from, past, memory) * pixels,
        ChannelAtoms.begun(layer, from, past, memory) * pixels);
  }

  private void deliver(boolean last, int count, long clock) {
    if (last) {
      drain.stripe(count, clock);
    }
  }

  /** The input still comes in: each output row waits for its own. */
  private void rowByRow(Band band, boolean last, long through) {
    long time = streamBegin;
    for (int row = 0; row < band.rows(); row++) {
      long start = Math.max(time, rowReady(band, row));
      stall += start - time;
      streamBegin = row == 0 ? start : streamBegin;
      deliver(last, layer.outputWidth(), start + through);
      time = start + layer.outputWidth();
    }
    streamEnd = time;
  }
}
