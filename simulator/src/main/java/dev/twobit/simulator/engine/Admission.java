package dev.twobit.simulator.engine;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.BufferConfig;
import dev.twobit.simulator.array.BankSplit;
import dev.twobit.simulator.array.InputCube;
import dev.twobit.simulator.array.Launch;

/**
 * What an operation finds when its fetch begins, in clocks from then on.
 *
 * @param left by the operation before it
 * @param firstNotBefore its first atomic operation is taken no earlier
 * @param earlyRows rows of its input that fit beside what is still needed of the input before it
 * @param restFrom when the others may be fetched
 * @param weightsFrom when its weights may be fetched
 * @param weightBytes room for its weights and what is still needed of those before them
 */
record Admission(
    ChainState left,
    long firstNotBefore,
    int earlyRows,
    long restFrom,
    long weightsFrom,
    long weightBytes) {

  /** Nothing is left of any operation before it. */
  static Admission cold(DotProductJob job, ArrayConfig.DotProduct array) {
    return new Admission(
        ChainState.cold(array.accumulatorCredits()), 0, job.input().lines(), 0, 0, Long.MAX_VALUE);
  }

  /** When the fetch of an operation begins, seen as the state is. */
  static long fetchBegin(ChainState before, Launch launch, ArrayConfig.Handover handover) {
    long begin = Math.max(before.fetch().free(), before.endBefore());
    if (launch.waits()) {
      begin = Math.max(begin, before.end());
    }
    if (launch.enabledAt() > 0) {
      begin = Math.max(begin, launch.enabledAt());
    }
    return launch.banks().dataBanks() == before.fetch().banks().dataBanks()
        ? begin
        : Math.max(begin, before.macsEnd() + handover.bankCycles());
  }

  /**
   * @param left seen from the clock in which the fetch begins
   * @param input all of it
   * @param firstKernels of its first kernel group
   */
  static Admission of(
      ChainState left,
      Launch launch,
      InputCube input,
      int firstKernels,
      ArrayConfig.Handover handover,
      BufferConfig buffer) {
    BankSplit banks = left.fetch().banks();
    boolean sameSplit = launch.banks().equals(banks);
    long turned = left.macsEnd() + handover.turnCycles() + (sameSplit ? 0 : handover.splitCycles());
    long released = left.macsEnd() + handover.releaseCycles();
    long free = launch.banks().dataBytes(buffer) - left.fetch().dataBytes();
    return new Admission(
        left,
        Math.max(left.macsFree(), turned) + firstKernels,
        released <= 0 ? input.lines() : input.wholePasses(free),
        released,
        sameSplit ? 0 : left.macsEnd() + handover.bankCycles(),
        launch.banks().weightBytes(buffer));
  }

  /** When so many bytes of weights have room, not before 0. */
  long weightsFit(long bytes) {
    long from = Math.max(0, weightsFrom);
    for (ChainState.Held held : left.fetch().weights()) {
      if (held.bytes() == 0 || held.bytes() + bytes <= weightBytes) {
        return Math.max(from, held.from());
      }
    }
    return from;
  }
}
