package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.ArrayConfig.Dataflow;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.array.Boundary;
import dev.twobit.simulator.array.ReadPace;
import dev.twobit.simulator.array.RowBands;
import dev.twobit.simulator.array.RowBands.Band;
import dev.twobit.simulator.array.SystolicMapping;
import dev.twobit.simulator.array.TileParameters;
import dev.twobit.simulator.array.WeightTiles;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.CycleBreakdown;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.ArrayList;
import java.util.List;

/** The units of the systolic accelerator, wired for one layer, and their common clock. */
final class SystolicMachine {
  private final LayerWorkload.Convolution layer;
  private final Standstill standstill;
  private final MemoryConfig memory;
  private final WeightTiles tiles;
  private final List<Band> bands;
  private final List<DataBuffer> data = new ArrayList<>();
  private final TileBuffer weights;
  private final ReadPort reads;
  private final WritePort writes;
  private final List<DelayLine> dataWays = new ArrayList<>();
  private final DelayLine weightWay;
  private final DelayLine operandWay;
  private final DelayLine parameterWay;
  private final TileParameters parameters;
  private final ProcessingElements elements;
  private final FoldController controller;
  private final ResultQueue results;
  private final Codes codes;
  private final VectorPostProcessor post;
  private final Boundary boundary;
  private long loadedBytes;
  private long operandBytes;
  private long clock;
  private long drained;
  private long postIdle;

  SystolicMachine(
      LayerWorkload.Convolution layer,
      ArrayConfig.Systolic array,
      HardwareConfig hardware,
      SystolicMapping mapping,
      WeightTiles tiles,
      RowBands cut,
      List<Fold> folds,
      ConvolutionOperands operands,
      List<int[]> outputs) {
    this.layer = layer;
    this.standstill = new Standstill(layer.name());
    this.memory = hardware.memory();
    this.tiles = tiles;
    this.bands = cut.bands();
    Dataflow dataflow = array.dataflow();
    int[] bandPixels = new int[bands.size()];
    for (int b = 0; b < bands.size(); b++) {
      bandPixels[b] = bands.get(b).firstRow() * layer.outputWidth();
      data.add(new DataBuffer(layer, bands.get(b), operands, memory, 1));
      dataWays.add(new DelayLine(memory.readLatencyCycles()));
    }
    weights = new TileBuffer(layer, tiles, operands, cut.weightCapacityBytes());
    reads = new ReadPort(ReadPace.of(layer, hardware));
    writes = new WritePort(memory, cut.boundary().outputOnChip());
    weightWay = new DelayLine(memory.readLatencyCycles());
    operandWay = new DelayLine(memory.readLatencyCycles());
    parameterWay = new DelayLine(memory.readLatencyCycles());
    parameters = TileParameters.of(layer, tiles, memory);
    SystolicOperands values =
        new SystolicOperands(layer, mapping, tiles, operands.encoding(), bands, data, weights);
    Sums sums = new Sums(tiles, layer.outputHeight() * layer.outputWidth(), operands.encoding());
    int nativeWeights = hardware.precision().macWeightBits();
    int nativeActivations = hardware.precision().macActivationBits();
    int weightSlices = (layer.weightBits() + nativeWeights - 1) / nativeWeights;
    SkewedElements.Wiring wiring =
        new SkewedElements.Wiring(
            tiles, mapping, values, sums, bandPixels, weightSlices, nativeActivations);
    elements =
        dataflow == Dataflow.OUTPUT_STATIONARY
            ? new OutputElements(wiring)
            : new StationaryElements(dataflow, wiring);
    results = new ResultQueue(dataflow, mapping.rows(), mapping.columns());
    controller =
        new FoldController(
            folds,
            dataflow,
            array.foldOverlap(),
            mapping.rows(),
            values,
            weights,
            elements,
            // The register at the edge is the first of the way through all rows and columns.
            new DelayLine(mapping.rows() + mapping.columns() - 2),
            results);
    codes = new Codes(operands, outputs);
    post =
        new VectorPostProcessor(
            layer,
            dataflow,
            tiles,
            bands,
            hardware,
            results,
            sums,
            writes,
            codes,
            this::parameters);
    boundary = cut.boundary();
    weights.receive(Math.toIntExact(boundary.weightBytesOnChip()));
    if (boundary.inputOnChip()) {
      data.get(0).receive(Math.toIntExact(data.get(0).size()));
    }
    program(folds);
  }

  /**
   * In order, as folds need it: the first weights, then the band's input, further weights, the
   * parameters of the kernels whose first sums come, and the operands of a fused add with the sums
   * that they are added to.
   */
  private void program(List<Fold> folds) {
    int fetched = 0;
    int begun = 0;
    for (Fold fold : folds) {
      if (fold.weights().tile() == fetched) {
        int tile = fetched;
        reads.later(
            tileBytes(tile), ReadPort.Way.fromEnd(weightWay), () -> weights.hasRoomFor(tile));
        fetched++;
      }
      if (fold.band() == begun && !boundary.inputOnChip()) {
        int band = begun;
        // Two bands fit at a time.
        reads.later(
            data.get(band).size(),
            ReadPort.Way.fromEnd(dataWays.get(band)),
            () -> controller.bandsDone() >= band - 1);
        begun++;
      }
      reads.later(parameters(fold), ReadPort.Way.fromEnd(parameterWay), () -> true);
      reads.later(post.operandBytes(fold), ReadPort.Way.fromEnd(operandWay), () -> true);
    }
  }

  /** Bytes of parameters that a fold brings along: with the first sums of a tile of kernels. */
  private long parameters(Fold fold) {
    return fold.last().ofSums() && fold.firstPixel() == 0
        ? parameters.beats(fold.weights().tile() % tiles.count()) * memory.beatBytes()
        : 0;
  }

  /** Bytes of the beats that a tile adds to those before it in its band. */
  private long tileBytes(int tile) {
    int t = tile % tiles.count();
    long before = Math.max(boundary.weightBytesOnChip(), t == 0 ? 0 : beatEnd(t - 1));
    return Math.max(0, beatEnd(t) - before);
  }

  private long beatEnd(int t) {
    return Math.min(tiles.totalBytes(), memory.beats(tiles.endByte(t)) * memory.beatBytes());
  }

  void run() {
    while (true) {
      tick();
      if (controller.isDone()) {
        drained = drained == 0 ? clock : drained;
        if (writes.isIdle() && post.isDone() && hasRead() && clock >= postIdle) {
          return;
        }
      }
      clock++;
      if (Standstill.isDue(clock)) {
        requireProgress();
      }
    }
  }

  /** Also what no fold waits for: rows below the last window, padding behind the weights. */
  private boolean hasRead() {
    return reads.isIdle() && loadedBytes + operandBytes == reads.bytes();
  }

  private void requireProgress() {
    long moved = reads.bytes() + writes.bytes() + controller.streamed() + codes.elements();
    standstill.require(moved, clock);
  }

  private void tick() {
    writes.clock();
    reads.clock();
    for (int b = 0; b < data.size(); b++) {
      int size = dataWays.get(b).advance();
      if (size > 0) {
        data.get(b).receive(size);
        loadedBytes += size;
      }
    }
    int size = weightWay.advance();
    if (size > 0) {
      weights.receive(size);
      loadedBytes += size;
    }
    int operands = operandWay.advance();
    operandBytes += operands;
    post.receiveOperands(operands);
    int forCodes = parameterWay.advance();
    operandBytes += forCodes;
    post.receiveParameters(forCodes);
    results.clock();
    postIdle = post.clock() ? clock + 1 : postIdle;
    controller.clock(clock);
  }

  CycleBreakdown cycles() {
    long outputBound = Math.max(0, postIdle - drained);
    long memoryStall = controller.operandStall() + clock - Math.max(postIdle, drained);
    long known = controller.streamed() + outputBound + controller.loadWait() + memoryStall;
    return new CycleBreakdown(
        controller.streamed(), clock - known, outputBound, controller.loadWait(), memoryStall);
  }

  long loadedBytes() {
    return loadedBytes;
  }

  /** Results that stayed on chip. */
  long keptBytes() {
    return writes.bufferBytes();
  }

  long readBytes() {
    return reads.bytes();
  }

  long writtenBytes() {
    return writes.bytes();
  }

  long bufferReadBits() {
    return elements.readBits();
  }

  long products() {
    return elements.products();
  }

  long postElements() {
    return codes.elements();
  }
}
