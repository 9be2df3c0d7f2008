package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.array.FetchUnit;
import dev.twobit.simulator.array.KernelGroups;
import dev.twobit.simulator.array.Launch;
import dev.twobit.simulator.array.ParameterBeats;
import dev.twobit.simulator.array.ReadPace;
import dev.twobit.simulator.engine.LaunchTimes;
import dev.twobit.simulator.workload.Activity;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.CycleBreakdown;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The units of the dot-product accelerator and their common clock. Operations go through fetch
 * unit, sequencer and post-processor one after the other; there are registers for two.
 */
final class DotProductMachine {
  private final ArrayConfig.DotProduct array;
  private final HardwareConfig hardware;
  private final ReadPort reads;
  private final WritePort writes;
  private final Credits credits;
  private final List<Launch> launches;
  private final List<ConvolutionOperands> operands;
  private final List<List<int[]>> outputs;
  private final List<DotProductOperation> operations = new ArrayList<>();
  private final WeightBuffer firstWeights;
  private final Standstill standstill;
  private int sequenced;
  private int processed;
  private int done;

  /** When the next load begins, if the parameters ahead of it are asked for. */
  private OptionalLong fetchAt = OptionalLong.empty();

  private long parameterBytes;
  private long clock;

  /**
   * @param operands of the layer of each launch
   * @param outputs of each launch, filled
   * @param firstWeights of the first launch, with what is in it
   */
  DotProductMachine(
      List<Launch> launches,
      List<ConvolutionOperands> operands,
      List<List<int[]>> outputs,
      WeightBuffer firstWeights,
      ArrayConfig.DotProduct array,
      HardwareConfig hardware) {
    this.launches = launches;
    this.operands = operands;
    this.outputs = outputs;
    this.firstWeights = firstWeights;
    this.array = array;
    this.hardware = hardware;
    this.standstill = new Standstill(launches.get(0).layer().name());
    this.reads = new ReadPort(hardware.memory(), FetchUnit.WEIGHTS_AHEAD, FetchUnit.WEIGHTS_AHEAD);
    this.writes =
        new WritePort(hardware.memory(), launches.get(0).rows().boundary().outputOnChip());
    this.credits = new Credits(array.accumulatorCredits(), array.pipeline().creditReturnCycles());
  }

  /** Runs all operations to their interrupts and last writes. */
  void run() {
    while (done < launches.size()) {
      tick();
      clock++;
      if (Standstill.isDue(clock)) {
        requireProgress();
      }
    }
  }

  private void requireProgress() {
    long moved = reads.bytes() + writes.bytes();
    for (DotProductOperation operation : operations) {
      moved += operation.moved();
    }
    standstill.require(moved, clock);
  }

  /**
   * One clock. A unit sees what those before it did in this clock, of the others the clock before.
   */
  private void tick() {
    writes.clock();
    for (int i = done; i < operations.size(); i++) {
      operations.get(i).finish(clock, writes);
    }
    if (operations.size() < launches.size()) {
      begin();
    }
    if (!operations.isEmpty()) {
      operations.get(operations.size() - 1).goOnFetching(clock);
    }
    reads.clock();
    for (int i = done; i < operations.size(); i++) {
      operations.get(i).readLines(clock);
      operations.get(i).receive();
      operations.get(i).multiply(clock);
    }
    if (!operations.isEmpty()) {
      post();
      credits.clock();
      sequence();
    }
    while (done < operations.size() && operations.get(done).isDone()) {
      done++;
    }
  }

  /** The post-processor's parameters, as far as they come ahead; behind them the load. */
  private void begin() {
    if (fetchAt.isEmpty() && mayFetch()) {
      Launch launch = launches.get(operations.size());
      MemoryConfig memory = hardware.memory();
      reads.pace(ReadPace.of(launch.layer(), hardware));
      ParameterBeats beats = ParameterBeats.of(launch.layer(), groups(launch), hardware);
      parameterBytes += (beats.ahead() - beats.waitedFor()) * memory.beatBytes();
      reads.later(beats.waitedFor() * memory.beatBytes(), new ReadPort.Way() {}, () -> true);
      fetchAt = OptionalLong.of(clock + beats.delayCycles());
    }
    if (fetchAt.isPresent() && clock >= fetchAt.getAsLong()) {
      fetchAt = OptionalLong.empty();
      fetch();
    }
  }

  private KernelGroups groups(Launch launch) {
    return KernelGroups.of(launch.layer(), array.atomicKernels(), hardware.memory());
  }

  /** Whether the fetch unit may turn to the next operation in this clock. */
  private boolean mayFetch() {
    int next = operations.size();
    if (next == 0) {
      return true;
    }
    Launch launch = launches.get(next);
    DotProductOperation before = operations.get(next - 1);
    boolean registers = next < 2 || operations.get(next - 2).isDone();
    boolean banks =
        launch.banks().dataBanks() == before.launch().banks().dataBanks()
            || isPast(before, array.handover().bankCycles());
    return reads.isIdle()
        && before.isFetchOver(clock)
        && registers
        && banks
        && (!launch.waits() || before.isDone())
        && clock >= launch.enabledAt();
  }

  private boolean isPast(DotProductOperation operation, int cycles) {
    long sent = operation.sequencer().sent();
    return sent != Long.MAX_VALUE && clock >= sent + cycles;
  }

  private void fetch() {
    int next = operations.size();
    Launch launch = launches.get(next);
    KernelGroups groups = groups(launch);
    ConvolutionOperands integers = operands.get(next);
    DotProductOperation operation =
        new DotProductOperation(
            launch,
            groups,
            integers,
            weights(launch, groups, integers),
            new Codes(integers, outputs.get(next)),
            new DotProductOperation.Shared(credits, reads, writes),
            array,
            hardware);
    Room room =
        next == 0
            ? Room.EMPTY
            : Room.beside(
                operations.get(next - 1),
                launch.banks(),
                array.handover(),
                hardware.buffer(),
                () -> clock);
    operations.add(operation);
    operation.fetch(room, clock);
  }

  private WeightBuffer weights(Launch launch, KernelGroups groups, ConvolutionOperands integers) {
    if (operations.isEmpty()) {
      return firstWeights;
    }
    return launch.band().weightsKept()
        ? operations.get(operations.size() - 1).weights()
        : new WeightBuffer(launch.layer(), groups, integers, launch.rows().weightCapacityBytes());
  }

  private void post() {
    if (processed + 1 < operations.size() && operations.get(processed).post().isThrough()) {
      processed++;
    }
    operations.get(processed).post().clock();
    operations.get(processed).watchOutput(clock, writes);
  }

  private void sequence() {
    if (sequenced + 1 < operations.size() && operations.get(sequenced).sequencer().isThrough()) {
      sequenced++;
    }
    if (sequenced == 0 || hasTurned()) {
      operations.get(sequenced).sequencer().clock(clock);
    }
  }

  /** The sequencer has emptied the array and changed the banks. */
  private boolean hasTurned() {
    DotProductOperation before = operations.get(sequenced - 1);
    boolean sameSplit = launches.get(sequenced).banks().equals(launches.get(sequenced - 1).banks());
    ArrayConfig.Handover handover = array.handover();
    return isPast(before, handover.turnCycles() + (sameSplit ? 0 : handover.splitCycles()));
  }

  /** When each operation did what. */
  List<LaunchTimes> times() {
    return operations.stream().map(DotProductOperation::times).toList();
  }

  /** Where the clocks of a lone operation went. */
  CycleBreakdown cycles() {
    DotProductOperation only = operations.get(0);
    long memoryStall = only.sequencer().weightStall() + only.end() - only.interrupt();
    long creditStall = only.sequencer().creditStall();
    long known = only.firstMac() + only.active() + creditStall + memoryStall;
    return new CycleBreakdown(
        only.active(), only.end() - known, creditStall, only.firstMac(), memoryStall);
  }

  /** What a lone operation counted. */
  Activity activity() {
    return operations
        .get(0)
        .activity(reads.bytes() + parameterBytes, writes.bytes(), writes.bufferBytes());
  }
}
