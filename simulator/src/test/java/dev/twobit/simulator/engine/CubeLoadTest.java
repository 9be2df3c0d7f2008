package dev.twobit.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.MemoryConfig;
import dev.twobit.simulator.array.InputCube;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The closed form of a load against the line buffer walked beat by beat, and worked by hand. */
class CubeLoadTest {
  private static CubeLoad load(InputCube cube, long weightBeats, double clocksPerBeat) {
    return new CubeLoad(cube, weightBeats, new MemoryConfig(8, clocksPerBeat, 32, 8));
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        1, 1.000001, 1.05, 1.1, 1.25, 1.3, 1.49, 1.499999, 1.5, 1.500001, 1.5625, 1.6, 1.9,
        1.999999, 2, 2.000001, 2.5, 3, 4
      })
  void anyShapeAtThisPace(double clocksPerBeat) {
    Random random = new Random(7);
    int wide = 0;
    for (int i = 0; i < 1500; i++) {
      int lines = 1 + random.nextInt(random.nextInt(4) == 0 ? 60 : 9);
      int surfaces = 1 + random.nextInt(random.nextInt(3) == 0 ? 40 : 9);
      long width = 1 + random.nextInt(random.nextInt(3) == 0 ? 30 : 8);
      int grain = 1 + random.nextInt(random.nextBoolean() ? 1 : 9);
      InputCube cube = new InputCube(surfaces, lines, 8 * width, 8, Math.min(grain, lines));
      long weights = random.nextInt(random.nextInt(3) == 0 ? (int) (2 * cube.beats()) : 30);
      CubeLoad load = load(cube, weights, clocksPerBeat);
      if (!load.isNarrow()) {
        wide++;
        assertThat(load.lastTaken()).as("%s, %d weights", cube, weights).isEqualTo(load.stepped());
      }
      assertThat(load.leastLastRead()).isLessThanOrEqualTo(load.lastRead());
    }
    assertThat(wide).isGreaterThan(1000);
  }

  /**
   * A beat a clock, weights of 16 beats. 4 ahead, 12 beats of input with 12 of weights, the rest
   * alone: without a refused clock the last comes at D + 15. Lines cost a clock each, but for those
   * that come with weights and the last, which nobody follows.
   */
  @ParameterizedTest
  @CsvSource({
    // surfaces, clocks lost of 8 lines of 8: line ends behind beat 12, then half of a slow surface
    "1, 6",
    // 14 line ends of 16.
    "2, 14",
    // Each grain 2 line ends and half of 8: 6 a line, but beat 12 comes after the first line end,
    // and of the last surface the last refused clock is behind its end.
    "3, 46",
    "4, 78"
  })
  void refusedClocksAreLost(int surfaces, long lost) {
    InputCube cube = new InputCube(surfaces, 8, 64, 8, 1);
    assertThat(load(cube, 16, 1).lastRead()).isEqualTo(cube.beats() + 15 + lost + 2);
  }

  /** Every second clock, at two clocks a beat: nothing is lost, but slow surfaces skid. */
  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "3, 3", "4, 3", "5, 0", "6, 0", "7, 3"})
  void slowSurfacesSkid(int surfaces, long skid) {
    InputCube cube = new InputCube(surfaces, 8, 64, 8, 1);
    assertThat(load(cube, 16, 2).lastRead()).isEqualTo(2 * (cube.beats() + 15) + skid + 2);
  }

  /** Lines of one column are bound by requests: two clocks a surface, one more a line. */
  @Test
  void narrowLinesWaitForTheirRequests() {
    InputCube cube = new InputCube(2, 10, 8, 8, 1);
    assertThat(load(cube, 16, 1).lastRead()).isEqualTo(4 + 10 * 5 - 2 + 2);
  }

  /** Four beats of weights come first, then both in turn, then what is left. */
  @Test
  void weightsComeFirstThenInTurn() {
    InputCube cube = new InputCube(1, 1, 24, 8, 1);
    CubeLoad load = load(cube, 9, 2);
    assertThat(java.util.stream.LongStream.range(0, 9).map(load::weightClock))
        .containsExactly(0L, 2L, 4L, 6L, 10L, 14L, 18L, 20L, 22L);
    assertThat(load.endMillionths()).isEqualTo(24 * MemoryConfig.CLOCK);
    assertThat(load(InputCube.NONE, 3, 2).weightClock(2)).isEqualTo(4);
    // Input alone is asked for four clocks after weights would be.
    assertThat(load(cube, 0, 1).lastRead()).isEqualTo(4 + 2 + 2);
  }
}
