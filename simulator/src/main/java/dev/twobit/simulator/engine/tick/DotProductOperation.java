package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.PrecisionConfig;
import dev.twobit.simulator.array.DotProductMapping;
import dev.twobit.simulator.array.KernelGroups;
import dev.twobit.simulator.array.Launch;
import dev.twobit.simulator.engine.LaunchTimes;
import dev.twobit.simulator.workload.Activity;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.LayerWorkload;

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
  private final DelayLine toArray;
  private final Sequencer sequencer;
  private final DotProductMacs macs;
  private final Accumulators accumulators;
  private final Codes codes;
  private final PostProcessor post;
  private final long weightsBefore;
  private long loadedBytes;
  private long firstMac;

  private long fetchBegin;
  private long dataThrough = -1;
  private long weightsThrough = -1;
  private long lastOutput = -1;
  private long queuedAtEnd = Long.MAX_VALUE;
  private long end = -1;

  /** Units that all operations share. */
  record Shared(Credits credits, WritePort writes) {}

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
    ArrayConfig.Pipeline pipeline = array.pipeline();
    mapping = DotProductMapping.of(layer, array, hardware.precision());
    int latency = hardware.memory().readLatencyCycles();
    data = new DataBuffer(layer, launch.band(), operands, hardware.memory(), false);
    addends = new OperandQueue(layer.fusedAddBits(), groups, hardware.memory());
    dataWay = new DelayLine(latency + pipeline.dataFetchCycles());
    weightWay = new DelayLine(latency + pipeline.weightFetchCycles());
    addendWay = new DelayLine(latency + pipeline.dataFetchCycles());
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
            new PostProcessor.Entries(accumulators, addends),
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
   * @param room beside the operation before it
   */
  void fetch(ReadPort reads, Room room, long clock) {
    fetchBegin = clock;
    reads.begin();
    FetchProgram program =
        new FetchProgram(reads, groups, weights, hardware.memory(), weightsBefore);
    if (launch.band().weightsKept()) {
      program.weightsKept();
    }
    program.firstWeights(weightWay, room);
    if (launch.rows().boundary().inputOnChip()) {
      data.receive(Math.toIntExact(data.size()));
    } else {
      int rows = launch.band().inputRows();
      long early = data.size() / rows * room.rows(rows, data.size() / rows);
      reads.data(early, dataWay);
      reads.later(data.size() - early, dataWay, room::isInputReleased);
    }
    program.waitingWeights(weightWay, room);
    long positions = (long) launch.band().rows() * layer.outputWidth();
    for (int g = 0; g < groups.count(); g++) {
      program.later(g, addends.bytesPerPosition(g) * positions, addendWay, weightWay);
    }
  }

  /** What is through the port in this clock. */
  void watchPort(long clock) {
    if (dataThrough < 0 && dataWay.entered() == data.size()) {
      dataThrough = clock;
    }
    if (weightsThrough < 0 && weightWay.entered() == groups.totalBytes() - weightsBefore) {
      weightsThrough = clock;
    }
  }

  /** Whether the next fetch may begin as far as this one's beats go, all of them through. */
  boolean isFetchOver(long clock) {
    return dataThrough >= 0
        && clock >= dataOver()
        && (launch.band().weightsKept() || weightsThrough >= 0 && clock >= weightsOver());
  }

  private long dataOver() {
    return dataThrough + hardware.memory().readLatencyCycles() + array.handover().dataOverCycles();
  }

  private long weightsOver() {
    return launch.band().weightsKept()
        ? fetchBegin
        : weightsThrough
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
    return lastOutput + array.pipeline().tailCycles();
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
