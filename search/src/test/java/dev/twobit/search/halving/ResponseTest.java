package dev.twobit.search.halving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.search.contest.Entrant;
import dev.twobit.search.contest.Score;
import dev.twobit.search.contest.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class ResponseTest {
  private static List<Standing> standings(
      int count, ToDoubleFunction<Map<String, Integer>> crossEntropy) {
    SplittableRandom random = new SplittableRandom(1);
    List<Standing> standings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<String, Integer> widths = new TreeMap<>();
      for (String unit : List.of("a", "b", "c")) {
        widths.put(unit, 1 + random.nextInt(16));
      }
      float value = (float) crossEntropy.applyAsDouble(widths);
      standings.add(
          new Standing(
              new Entrant(widths, Entrant.Role.DRAWN),
              new Score(new float[] {value}, new boolean[1])));
    }
    return standings;
  }

  @Test
  void whatGoesWithTheLogarithmOfAWidthIsForetold() {
    ToDoubleFunction<Map<String, Integer>> law =
        w -> 2 - 0.3 * Math.log(w.getOrDefault("a", 1)) - 0.05 * Math.log(w.getOrDefault("c", 1));
    Response response = Response.of(standings(30, law)).orElseThrow();
    for (Map<String, Integer> widths :
        List.of(Map.of("a", 16, "b", 2, "c", 8), Map.of("a", 2, "b", 16, "c", 8))) {
      assertThat(response.at(widths)).isCloseTo(law.applyAsDouble(widths), within(0.03));
    }
  }

  @Test
  void noiseForetellsNothing() {
    SplittableRandom noise = new SplittableRandom(2);
    int foretold = 0;
    for (int trial = 0; trial < 100; trial++) {
      foretold += Response.of(standings(30, w -> noise.nextDouble())).isPresent() ? 1 : 0;
    }
    assertThat(foretold).isLessThan(60);
  }
}
