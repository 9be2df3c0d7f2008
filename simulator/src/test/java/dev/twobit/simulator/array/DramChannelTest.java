package dev.twobit.simulator.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.hardware.DramConfig;
import dev.twobit.hardware.DramPart;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams whose pace follows from one line of the data sheet. */
class DramChannelTest {
  private static final int READS = 4000;

  /** Mean clocks between two reads. */
  private static double interval(DramConfig dram, LongUnaryOperator burst) {
    DramChannel channel = new DramChannel(dram);
    long first = channel.read(burst.applyAsLong(0));
    long last = first;
    for (int i = 1; i < READS; i++) {
      last = channel.read(burst.applyAsLong(i));
    }
    return (double) (last - first) / (READS - 1);
  }

  private static long rowBursts(DramConfig dram) {
    return dram.rowBytes() / dram.burstBytes();
  }

  /** All rows are opened ahead: a burst takes as long as its data. */
  @ParameterizedTest
  @CsvSource({"DDR4_2400, 64", "DDR4_2400, 16", "LPDDR4_3200, 16", "LPDDR4_3200, 32"})
  void neighboursFollowAsTheBusCarriesThem(DramPart part, int busBits) {
    DramConfig dram = new DramConfig(part, busBits);
    // Two transfers a clock.
    double data = part.banks().burstLength() / 2.0;

    assertThat(interval(dram, i -> i)).isCloseTo(data, within(0.01 * data));
  }

  /** tCCD_L, of bursts whose group of banks is always the same. */
  @Test
  void oneGroupOfBanksIsSlowerThanAllByTurns() {
    assertThat(interval(new DramConfig(DramPart.DDR4_2400, 64), i -> 4L * i))
        .isCloseTo(6, within(0.06));
  }

  /** tRC: 55 of DDR4-2400 and 95 of LPDDR4-3200, as Ramulator has them. */
  @ParameterizedTest
  @CsvSource({"DDR4_2400, 55", "LPDDR4_3200, 95"})
  void otherRowsOfOneBankWaitForItsCycle(DramPart part, int rowCycle) {
    DramConfig dram = new DramConfig(part, 64);
    long step = part.banks().groups() * rowBursts(dram) * part.banks().perGroup();

    assertThat(interval(dram, i -> step * i)).isEqualTo(rowCycle);
  }

  /** tFAW, 26 and 64, of rows that are all in other banks: four are opened in it. */
  @ParameterizedTest
  @CsvSource({"DDR4_2400, 6.5", "LPDDR4_3200, 16"})
  void newRowsInOtherBanksWaitForFourOpens(DramPart part, double each) {
    DramConfig dram = new DramConfig(part, 64);
    int groups = part.banks().groups();
    long row = groups * rowBursts(dram);

    assertThat(interval(dram, i -> i % groups + row * (i / groups)))
        .isCloseTo(each, within(0.01 * each));
  }

  /** Whatever is read: no two reads are closer than the data sheet has it. */
  @ParameterizedTest
  @EnumSource(DramPart.class)
  void noReadIsEarlierThanItMayBe(DramPart part) {
    Random random = new Random(1);
    DramConfig dram = new DramConfig(part, 32);
    DramChannel channel = new DramChannel(dram);
    DramPart.Row row = part.row();
    int groups = part.banks().groups();
    int changeOfRow = row.readToClose() + row.close() + row.toRead();
    Map<Long, Long> readOfGroup = new HashMap<>();
    Map<Long, long[]> rowAndReadOfBank = new HashMap<>();
    long before = -part.spacing().reads();
    long burst = 0;
    for (int i = 0; i < READS; i++) {
      burst = random.nextInt(3) > 0 ? burst + 1 : random.nextInt(1 << 14);
      long clock = channel.read(burst);
      long group = burst % groups;
      long rows = burst / groups / rowBursts(dram);
      long bank = group * part.banks().perGroup() + rows % part.banks().perGroup();
      long rowOfBank = rows / part.banks().perGroup();
      assertThat(clock - before).isGreaterThanOrEqualTo(part.spacing().reads());
      if (readOfGroup.containsKey(group)) {
        assertThat(clock - readOfGroup.get(group))
            .isGreaterThanOrEqualTo(part.spacing().readsOfGroup());
      }
      long[] last = rowAndReadOfBank.get(bank);
      if (last != null && last[0] != rowOfBank) {
        assertThat(clock - last[1]).isGreaterThanOrEqualTo(changeOfRow);
      }
      readOfGroup.put(group, clock);
      rowAndReadOfBank.put(bank, new long[] {rowOfBank, clock});
      before = clock;
    }
  }
}
