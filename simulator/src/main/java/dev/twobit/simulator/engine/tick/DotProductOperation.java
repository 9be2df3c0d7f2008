package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.hardware.PrecisionConfig;
import dev.twobit.simulator.array.DotProductMapping;
import dev.twobit.simulator.array.FetchUnit;
import dev.twobit.simulator.array.InputCube;
import dev.twobit.simulator.array.KernelGroups;
import dev.twobit.simulator.array.Launch;
import dev.twobit.simulator.array.ParameterBeats;
import dev.twobit.simulator.engine.LaunchTimes;
import dev.twobit.simulator.workload.Activity;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.ArrayList;
import java.util.List;

/**
 * What the units of the dot-product accelerator hold of one operation, from its fetch to its
 * interrupt: several may be on their way at a time, each in other units.
 */
final class DotProductOperation {
  private final Launch launch;
  private final LayerWorkload.Convolution layer;
  private final ArrayConfig.DotProduct array;
  private final HardwareConfig hardware;
  private final DotProductMapping mapping;
  private final KernelGroups groups;
  private final DataBuffer data;
  private final WeightBuffer weights;
  private final OperandQueue addends;
  private final DelayLine dataWay;
  private final DelayLine weightWay;
  private final DelayLine addendWay;
  private final ParameterQueue parameters;
  private final DelayLine parameterWay;
  private final DelayLine toArray;
  private final Sequencer sequencer;
  private final DotProductMacs macs;
  private final Accumulators accumulators;
  private final Codes codes;
  private final PostProcessor post;
  private final long weightsBefore;
  private long loadedBytes;
  private long firstMac;

  private final InputCube input;
  private final List<Lines> lineBuffers = new ArrayList<>();
  private Room room = Room.EMPTY;
  private final FetchProgram program;
  private final ReadPort reads;
  private InputCube restOfInput = InputCube.NONE;
  private long fetchBegin;
  private long dataRead = -1;
  private long lastWeights = -1;
  private long lastOutput = -1;
  private long queuedAtEnd = Long.MAX_VALUE;
  private long end = -1;

  /** A line buffer and the clock that is its first. */
  private record Lines(LineBuffer buffer, long begin) {}

  /** Units that all operations share. */
  record Shared(Credits credits, ReadPort reads, WritePort writes) {}

  DotProductOperation(
      Launch launch,
      KernelGroups groups,
      ConvolutionOperands operands,
      WeightBuffer weights,
      Codes codes,
      Shared shared,
      ArrayConfig.DotProduct array,
      HardwareConfig hardware) {
    this.launch = launch;
    this.weightsBefore = launch.rows().boundary().weightBytesOnChip();
    this.layer = launch.layer();
    this.array = array;
    this.hardware = hardware;
    this.groups = groups;
    this.weights = weights;
    this.codes = codes;
    this.reads = shared.reads();
    this.program = new FetchProgram(reads, groups, weights, hardware.memory(), weightsBefore);
    ArrayConfig.Pipeline pipeline = array.pipeline();
    mapping = DotProductMapping.of(layer, array, hardware.precision());
    int latency = hardware.memory().readLatencyCycles();
    int grain = pipeline.fetchGrain();
    data = new DataBuffer(layer, launch.band(), operands, hardware.memory(), grain);
    input =
        launch.rows().boundary().inputOnChip()
            ? InputCube.NONE
            : InputCube.of(layer, launch.band().inputRows(), grain, hardware.memory());
    addends = new OperandQueue(layer.fusedAddBits(), groups, hardware.memory());
    dataWay = new DelayLine(latency + pipeline.dataFetchCycles());
    weightWay = new DelayLine(latency + pipeline.weightFetchCycles());
    addendWay = new DelayLine(latency + pipeline.dataFetchCycles());
    parameters =
        new ParameterQueue(
            ParameterBeats.of(layer, groups, hardware), hardware.memory().beatBytes());
    parameterWay = new DelayLine(latency + pipeline.dataFetchCycles());
    // The sequencer's output is a register, the first of the pipeline.
    toArray = new DelayLine(pipeline.firstMacDelayCycles() - 1);
    sequencer =
        new Sequencer(loops(), array.atomicKernels(), shared.credits(), data, weights, toArray);
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
            pipeline.firstOutputDelayCycles() - pipeline.firstMacDelayCycles());
    macs =
        new DotProductMacs(
            layer,
            launch.band(),
            mapping,
            data,
            weights,
            sequencer.taken(),
            lanes,
            accumulators,
            2 * array.atomicKernels());
    post =
        new PostProcessor(
            layer,
            operands.encoding(),
            launch.band(),
            groups,
            hardware,
            new PostProcessor.Entries(accumulators, addends, parameters),
            new PostProcessor.Exits(shared.credits(), shared.writes()),
            codes);
  }

  private Sequencer.Loops loops() {
    int channels = layer.inputChannels() / layer.groups();
    int columns = layer.window().kernelWidth();
    int across = mapping.packed() ? channels * columns : channels;
    return new Sequencer.Loops(
        groups.count(),
        launch.band().rows() * layer.outputWidth(),
        (across + mapping.channelsPerClock() - 1) / mapping.channelsPerClock(),
        layer.window().kernelHeight(),
        mapping.packed() ? 1 : columns,
        mapping.passes());
  }

  /**
   * Its fetch begins.
   *
   * @param beside room beside the operation before it
   */
  void fetch(Room beside, long clock) {
    fetchBegin = clock;
    room = beside;
    if (launch.band().weightsKept()) {
      program.weightsKept();
    }
    reads.begin(clock + FetchUnit.WEIGHTS_AHEAD);
    program.firstWeights(ReadPort.Way.fromBegin(weightWay), room);
    if (launch.rows().boundary().inputOnChip()) {
      data.receive(Math.toIntExact(data.size()));
    }
    int rows = room.rows(input);
    lines(input.lines(0, rows), clock);
    restOfInput = input.lines(rows, input.lines());
    if (restOfInput.lines() == 0) {
      fetchLater();
    }
  }

  /** The rows that had no room, once they have and the port is free. */
  void goOnFetching(long clock) {
    if (restOfInput.lines() > 0 && reads.isIdle() && room.isInputReleased()) {
      reads.begin(clock);
      lines(restOfInput, clock - FetchUnit.WEIGHTS_AHEAD);
      restOfInput = InputCube.NONE;
      fetchLater();
    }
  }

  /** Asks for lines of input through a line buffer whose clock 0 is {@code begin}. */
  private void lines(InputCube some, long begin) {
    LineBuffer buffer = new LineBuffer(some, dataWay);
    lineBuffers.add(new Lines(buffer, begin));
    ReadPort.Way way =
        new ReadPort.Way() {
          @Override
          public void begins(int bytes, long millionths) {
            buffer.arrive(bytes, millionths - begin * MemoryConfig.CLOCK);
          }
        };
    for (long line = 0; line < (long) some.surfaces() * some.lines(); line++) {
      reads.data(some.lineBytes(), way);
    }
  }

  private void fetchLater() {
    ReadPort.Way toWeights = ReadPort.Way.fromBegin(weightWay);
    ReadPort.Way toAddends = ReadPort.Way.fromEnd(addendWay);
    program.waitingWeights(toWeights, room);
    long positions = (long) launch.band().rows() * layer.outputWidth();
    ReadPort.Way toParameters = ReadPort.Way.fromEnd(parameterWay);
    for (int g = 0; g < groups.count(); g++) {
      program.parameters(g, parameters, toParameters);
      program.later(g, addends.bytesPerPosition(g) * positions, toAddends, toWeights);
    }
  }

  /** What has come over the port is read out of the line buffer. */
  void readLines(long clock) {
    for (Lines lines : lineBuffers) {
      lines.buffer.clock(clock - lines.begin);
    }
    if (dataRead < 0 && dataWay.entered() == data.size()) {
      dataRead = clock;
    }
    if (lastWeights < 0 && weightWay.entered() == groups.totalBytes() - weightsBefore) {
      lastWeights = clock;
    }
  }

  /** Whether the next fetch may begin as far as this one's beats go, all of them through. */
  boolean isFetchOver(long clock) {
    return restOfInput.lines() == 0
        && dataRead >= 0
        && clock >= dataOver()
        && (launch.band().weightsKept() || lastWeights >= 0 && clock >= weightsOver());
  }

  private long dataOver() {
    return dataRead + hardware.memory().readLatencyCycles() + array.handover().dataOverCycles();
  }

  private long weightsOver() {
    return launch.band().weightsKept()
        ? fetchBegin
        : lastWeights
            + hardware.memory().readLatencyCycles()
            + array.handover().weightsOverCycles();
  }

  /** What comes over the port reaches the buffers. */
  void receive() {
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
    parameters.receive(parameterWay.advance());
  }

  void multiply(long clock) {
    int position = toArray.advance();
    if (position > 0) {
      firstMac = macs.active() == 0 ? clock : firstMac;
      macs.clock(position);
    }
    accumulators.clock();
  }

  /** After the post-processor's clock. */
  void watchOutput(long clock, WritePort writes) {
    if (lastOutput < 0 && post.isThrough()) {
      lastOutput = clock;
      queuedAtEnd = writes.queuedBytes();
    }
    finish(clock, writes);
  }

  /** The tail runs out, and the last byte is written. */
  void finish(long clock, WritePort writes) {
    if (end < 0 && lastOutput >= 0 && clock >= interrupt() && writes.bytes() >= queuedAtEnd) {
      end = clock;
    }
  }

  Launch launch() {
    return launch;
  }

  KernelGroups groups() {
    return groups;
  }

  WeightBuffer weights() {
    return weights;
  }

  DataBuffer data() {
    return data;
  }

  Sequencer sequencer() {
    return sequencer;
  }

  PostProcessor post() {
    return post;
  }

  boolean isDone() {
    return end >= 0;
  }

  long end() {
    return end;
  }

  long interrupt() {
    // The last element was delivered a clock before the post-processor turned from it.
    return lastOutput
        + Math.max(0, array.pipeline().tailCycles() - 1)
        + layer.activations().parameters().stageCycles();
  }

  long firstMac() {
    return firstMac;
  }

  /** Anything it has moved so far. */
  long moved() {
    return loadedBytes + macs.active() + codes.elements();
  }

  long active() {
    return macs.active();
  }

  LaunchTimes times() {
    return new LaunchTimes(
        fetchBegin,
        dataOver(),
        weightsOver(),
        sequencer.firstTaken(),
        sequencer.sent(),
        end,
        new LaunchTimes.Stalls(macs.active(), sequencer.creditStall(), sequencer.weightStall()));
  }

  /**
   * What was counted, but for the ports; rows fetched again are the caller's to tell.
   *
   * @param readBytes and the others of the ports
   */
  Activity activity(long readBytes, long writtenBytes, long keptBytes) {
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
        loadedBytes + keptBytes,
        readBytes,
        0,
        writtenBytes,
        codes.elements());
  }
}
