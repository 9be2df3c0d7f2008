package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.BufferConfig;
import dev.twobit.simulator.array.BankSplit;
import dev.twobit.simulator.array.InputCube;
import dev.twobit.simulator.array.KernelGroups;
import java.util.function.LongSupplier;

/** What an operation's fetch finds in the buffer of the operation before it. */
interface Room {
  /** An empty buffer. */
  Room EMPTY =
      new Room() {
        @Override
        public boolean isInputReleased() {
          return true;
        }

        @Override
        public int rows(InputCube input) {
          return input.lines();
        }

        @Override
        public boolean hasWeightRoom(long bytes) {
          return true;
        }
      };

  /** The input before is no longer needed. */
  boolean isInputReleased();

  /** Rows that fit beside the input before. */
  int rows(InputCube input);

  /** So many bytes of weights fit beside what is still needed of those before. */
  boolean hasWeightRoom(long bytes);

  /**
   * Beside an operation that may still run.
   *
   * @param banks of the operation that wants room
   * @param clock the one that it is
   */
  static Room beside(
      DotProductOperation before,
      BankSplit banks,
      ArrayConfig.Handover handover,
      BufferConfig buffer,
      LongSupplier clock) {
    return new Room() {
      @Override
      public boolean isInputReleased() {
        return isPast(handover.releaseCycles());
      }

      private boolean isPast(int cycles) {
        long sent = before.sequencer().sent();
        return sent != Long.MAX_VALUE && clock.getAsLong() >= sent + cycles;
      }

      @Override
      public int rows(InputCube input) {
        long free = banks.dataBytes(buffer) - before.data().size();
        return isInputReleased() ? input.lines() : input.wholePasses(free);
      }

      @Override
      public boolean hasWeightRoom(long bytes) {
        boolean sameSplit = banks.equals(before.launch().banks());
        KernelGroups groups = before.groups();
        int done = before.sequencer().groupsDone();
        long held = done == groups.count() ? 0 : groups.totalBytes() - groups.beginByte(done);
        return (sameSplit || isPast(handover.bankCycles()))
            && (held == 0 || held + bytes <= banks.weightBytes(buffer));
      }
    };
  }
}
