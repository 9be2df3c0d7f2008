package dev.twobit.simulator.array;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WeightTilesTest {
  @Test
  void allTilesBeginAndEndWhereEachDoes() {
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      int window = 1 + random.nextInt(90);
      int kernels = 1 + random.nextInt(40);
      WeightTiles tiles =
          new WeightTiles(
              1 + random.nextInt(4),
              window,
              kernels,
              1 + random.nextInt(window),
              1 + random.nextInt(kernels),
              1 + random.nextInt(16),
              4 << random.nextInt(5));
      IntStream all = IntStream.range(0, tiles.count());
      assertThat(tiles.beginBytes())
          .as("begins of %s", tiles)
          .containsExactly(all.mapToLong(tiles::beginByte).toArray());
      assertThat(tiles.endBytes())
          .as("ends of %s", tiles)
          .containsExactly(IntStream.range(0, tiles.count()).mapToLong(tiles::endByte).toArray());
    }
  }
}
