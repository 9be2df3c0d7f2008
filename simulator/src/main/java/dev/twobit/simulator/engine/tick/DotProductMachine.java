package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.PrecisionConfig;
import dev.twobit.simulator.array.Boundary;
import dev.twobit.simulator.array.DotProductMapping;
import dev.twobit.simulator.array.FetchUnit;
import dev.twobit.simulator.array.InputCube;
import dev.twobit.simulator.array.KernelGroups;
import dev.twobit.simulator.array.RowBands.Band;
import dev.twobit.simulator.workload.Activity;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.CycleBreakdown;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.List;

/** The units of the dot-product accelerator, wired for one band, and their common clock. */
final class DotProductMachine {
  private final LayerWorkload.Convolution layer;
  private final Standstill standstill;
  private final ArrayConfig.DotProduct array;
  private final HardwareConfig hardware;
  private final DotProductMapping mapping;
  private final DataBuffer data;
  private final WeightBuffer weights;
  private final OperandQueue addends;
  private final ReadPort reads;
  private final WritePort writes;
  private final LineBuffer lines;
  private final DelayLine dataWay;
  private final DelayLine weightWay;
  private final DelayLine addendWay;
  private final DelayLine toArray;
  private final DelayLine credits;
  private final Sequencer sequencer;
  private final DotProductMacs macs;
  private final Accumulators accumulators;
  private final Codes codes;
  private final PostProcessor post;
  private long loadedBytes;
  private long firstMac;
  private long interrupt;
  private long clock;

  DotProductMachine(
      LayerWorkload.Convolution layer,
      Band band,
      ArrayConfig.DotProduct array,
      HardwareConfig hardware,
      KernelGroups groups,
      ConvolutionOperands operands,
      Boundary boundary,
      WeightBuffer weights,
      List<int[]> outputs) {
    this.layer = layer;
    this.standstill = new Standstill(layer.name());
    this.array = array;
    this.hardware = hardware;
    this.weights = weights;
    mapping = DotProductMapping.of(layer, array, hardware.precision());
    int latency = hardware.memory().readLatencyCycles();
    int grain = array.pipeline().fetchGrain();
    data = new DataBuffer(layer, band, operands, hardware.memory(), grain);
    InputCube input =
        boundary.inputOnChip()
            ? InputCube.NONE
            : InputCube.of(layer, band.inputRows(), grain, hardware.memory());
    addends = new OperandQueue(layer.fusedAddBits(), groups, hardware.memory());
    reads = new ReadPort(hardware.memory(), FetchUnit.WEIGHTS_AHEAD, FetchUnit.WEIGHTS_AHEAD);
    writes = new WritePort(hardware.memory(), boundary.outputOnChip());
    dataWay = new DelayLine(latency + array.pipeline().dataFetchCycles());
    lines = new LineBuffer(input, dataWay);
    weightWay = new DelayLine(latency + array.pipeline().weightFetchCycles());
    addendWay = new DelayLine(latency + array.pipeline().dataFetchCycles());
    // The sequencer's output is a register, the first of the pipeline.
    toArray = new DelayLine(array.pipeline().firstMacDelayCycles() - 1);
    credits = new DelayLine(array.pipeline().creditReturnCycles());
    sequencer =
        new Sequencer(
            loops(band, groups),
            array.atomicKernels(),
            array.accumulatorCredits(),
            data,
            weights,
            toArray);
    Lanes lanes =
        new Lanes(
            layer,
            mapping,
            groups,
            hardware.precision(),
            operands.encoding(),
            array.atomicChannels());
    accumulators =
        new Accumulators(
            array.accumulatorCredits(),
            lanes.columnCount(),
            array.pipeline().firstOutputDelayCycles() - array.pipeline().firstMacDelayCycles());
    macs =
        new DotProductMacs(
            layer,
            band,
            mapping,
            data,
            weights,
            sequencer.taken(),
            lanes,
            accumulators,
            2 * array.atomicKernels());
    codes = new Codes(operands, outputs);
    post =
        new PostProcessor(
            layer,
            operands.encoding(),
            band,
            groups,
            hardware,
            new PostProcessor.Entries(accumulators, addends),
            new PostProcessor.Exits(credits, writes, new DelayLine(array.pipeline().tailCycles())),
            codes);
    program(input, band, groups, boundary);
  }

  private Sequencer.Loops loops(Band band, KernelGroups groups) {
    int channels = layer.inputChannels() / layer.groups();
    int columns = layer.window().kernelWidth();
    int across = mapping.packed() ? channels * columns : channels;
    return new Sequencer.Loops(
        groups.count(),
        band.rows() * layer.outputWidth(),
        (across + mapping.channelsPerClock() - 1) / mapping.channelsPerClock(),
        layer.window().kernelHeight(),
        mapping.packed() ? 1 : columns,
        mapping.passes());
  }

  private void program(InputCube input, Band band, KernelGroups groups, Boundary boundary) {
    FetchProgram program =
        new FetchProgram(reads, groups, weights, hardware.memory(), boundary.weightBytesOnChip());
    if (band.weightsKept()) {
      program.weightsKept();
    }
    ReadPort.Way toWeights = ReadPort.Way.fromBegin(weightWay);
    program.firstWeights(toWeights);
    if (boundary.inputOnChip()) {
      data.receive(Math.toIntExact(data.size()));
    }
    ReadPort.Way toLines =
        new ReadPort.Way() {
          @Override
          public void begins(int bytes, long millionths) {
            lines.arrive(bytes, millionths);
          }
        };
    for (long line = 0; line < (long) input.surfaces() * input.lines(); line++) {
      reads.data(input.lineBytes(), toLines);
    }
    long positions = (long) band.rows() * layer.outputWidth();
    ReadPort.Way toAddends = ReadPort.Way.fromEnd(addendWay);
    for (int g = 0; g < groups.count(); g++) {
      program.later(g, addends.bytesPerPosition(g) * positions, toAddends, toWeights);
    }
  }

  /** Runs the band to its interrupt and to its last write. */
  void run() {
    while (true) {
      tick();
      if (post.isDone()) {
        interrupt = interrupt == 0 ? clock : interrupt;
        if (writes.isIdle()) {
          return;
        }
      }
      clock++;
      if (Standstill.isDue(clock)) {
        requireProgress();
      }
    }
  }

  private void requireProgress() {
    long moved = reads.bytes() + writes.bytes() + macs.active() + codes.elements();
    standstill.require(moved, clock);
  }

  /**
   * One clock. A unit sees what those before it did in this clock, of the others the clock before.
   */
  private void tick() {
    writes.clock();
    reads.clock();
    lines.clock(clock);
    int dataBytes = dataWay.advance();
    if (dataBytes > 0) {
      data.receive(dataBytes);
      loadedBytes += dataBytes;
    }
    int weightBytes = weightWay.advance();
    if (weightBytes > 0) {
      weights.receive(weightBytes);
      loadedBytes += weightBytes;
    }
    addends.receive(addendWay.advance());
    int position = toArray.advance();
    if (position > 0) {
      firstMac = macs.active() == 0 ? clock : firstMac;
      macs.clock(position);
    }
    accumulators.clock();
    post.clock();
    sequencer.clock(credits.advance());
  }

  /** Where the clocks went. */
  CycleBreakdown cycles() {
    long memoryStall = sequencer.weightStall() + clock - interrupt;
    long known = firstMac + macs.active() + sequencer.creditStall() + memoryStall;
    return new CycleBreakdown(
        macs.active(), clock - known, sequencer.creditStall(), firstMac, memoryStall);
  }

  /** What was counted; rows fetched again are the caller's to tell. */
  Activity activity() {
    PrecisionConfig precision = hardware.precision();
    long dataReads = macs.active() * mapping.activationReadBits(layer, precision) / 8;
    long weightReads =
        sequencer.operations()
            * array.atomicKernels()
            * mapping.weightReadBits(layer, precision)
            / 8;
    boolean composed = mapping.products() > 1;
    return new Activity(
        composed ? 0 : macs.products(),
        composed ? macs.products() : 0,
        dataReads + weightReads,
        loadedBytes + writes.bufferBytes(),
        reads.bytes(),
        0,
        writes.bytes(),
        codes.elements());
  }
}
