package dev.twobit.simulator.array;

import dev.twobit.hardware.DramConfig;
import dev.twobit.hardware.DramPart;
import java.util.Arrays;

/**
 * When the reads of one channel are, in clocks of its bus: rows stay open until another of their
 * bank is wanted; reads leave in order, and of so many that wait the rows are opened ahead. Bursts
 * that follow one another lie in different groups of banks, then along a row, then in the next
 * banks. Refresh is not in it.
 */
final class DramChannel {
  /** Reads that wait, as DRAMsim3's queue_size has it. */
  static final int WAITING = 16;

  private static final int OPENS = 4;
  private static final long NEVER = Long.MIN_VALUE / 2;

  private final DramPart.Banks banks;
  private final DramPart.Row row;
  private final DramPart.Spacing spacing;
  private final int rowBursts;
  private final long[] openRow;
  private final long[] opened;
  private final long[] lastRead;
  private final long[] openedOfGroup;
  private final long[] readOfGroup;
  private final long[] opens = new long[OPENS];
  private final long[] reads = new long[WAITING];
  private long openCount;
  private long readCount;
  private long lastOpen = NEVER;
  private long last = NEVER;

  DramChannel(DramConfig dram) {
    this.banks = dram.part().banks();
    this.row = dram.part().row();
    this.spacing = dram.part().spacing();
    this.rowBursts = dram.rowBytes() / dram.burstBytes();
    this.openRow = filled(banks.groups() * banks.perGroup(), -1);
    this.opened = filled(openRow.length, NEVER);
    this.lastRead = filled(openRow.length, NEVER);
    this.openedOfGroup = filled(banks.groups(), NEVER);
    this.readOfGroup = filled(banks.groups(), NEVER);
    Arrays.fill(opens, NEVER);
  }

  private static long[] filled(int length, long value) {
    long[] values = new long[length];
    Arrays.fill(values, value);
    return values;
  }

  /** The clock at which a burst is read, after all that were asked for before. */
  long read(long burst) {
    int group = (int) (burst % banks.groups());
    long rows = burst / banks.groups() / rowBursts;
    int bank = group * banks.perGroup() + (int) (rows % banks.perGroup());
    // It waits since the read so many before it left its place.
    long known = readCount < WAITING ? 0 : reads[(int) (readCount % WAITING)];
    long ready = open(bank, group, rows / banks.perGroup(), known) + row.toRead();
    long clock =
        Math.max(
            Math.max(known, ready),
            Math.max(last + spacing.reads(), readOfGroup[group] + spacing.readsOfGroup()));
    reads[(int) (readCount++ % WAITING)] = clock;
    lastRead[bank] = clock;
    readOfGroup[group] = clock;
    last = clock;
    return clock;
  }

  /** When the row is open that is wanted from clock {@code known} on. */
  private long open(int bank, int group, long wanted, long known) {
    if (openRow[bank] == wanted) {
      return opened[bank];
    }
    long closed =
        openRow[bank] < 0
            ? known
            : row.close()
                + Math.max(
                    known, Math.max(opened[bank] + row.open(), lastRead[bank] + row.readToClose()));
    long clock =
        Math.max(
            Math.max(closed, opens[(int) (openCount % OPENS)] + spacing.fourOpens()),
            Math.max(lastOpen + spacing.opens(), openedOfGroup[group] + spacing.opensOfGroup()));
    opens[(int) (openCount++ % OPENS)] = clock;
    openRow[bank] = wanted;
    opened[bank] = clock;
    openedOfGroup[group] = clock;
    lastOpen = clock;
    return clock;
  }

  /** Clocks of the bus that a read behind the last takes until the next may leave. */
  long end() {
    return last + spacing.reads();
  }
}
