package dev.twobit.search.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The method that the researcher's tutorial adds does what it says there. */
class CheapestFirstTest {
  private static final SearchSettings SETTINGS =
      SearchSettings.preset("smoke").with("fill", "false").with("coupling", "tied");

  private static final Network RESNET8 =
      ModelZoo.build(ModelZoo.Model.RESNET8, 1, Tasks.CLASSES, 1);

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"latency=0.7x", "params=0.5x"})
  void theBudgetIsKeptAndNoUnitCanGoOn(String budget) throws IOException {
    SearchTask task = Tasks.of(RESNET8, 1, budget);
    new CheapestFirst(SETTINGS).check(task);
    FoundNetwork found = Tasks.run(new CheapestFirst(SETTINGS), task);

    SearchSpace space = task.space(SETTINGS);
    Map<String, Integer> widths = new LinkedHashMap<>();
    space.units().keySet().forEach(unit -> widths.put(unit, found.widths().get(unit)));
    assertThat(fits(task, space, widths)).isTrue();
    for (SearchUnit unit : space.units().values()) {
      int at = unit.candidates().indexOf(widths.get(unit.name()));
      if (at + 1 < unit.candidates().size()) {
        Map<String, Integer> wider = new LinkedHashMap<>(widths);
        wider.put(unit.name(), unit.candidates().get(at + 1));
        assertThat(fits(task, space, wider)).as("%s wider", unit.name()).isFalse();
      }
    }
  }

  private static boolean fits(SearchTask task, SearchSpace space, Map<String, Integer> widths) {
    return task.budgets().stream()
        .allMatch(b -> task.costs().cost(b.kind(), space, widths) <= b.ceiling());
  }

  /** The page and this class are one text. */
  @Test
  void theTutorialShowsIt() throws IOException {
    String page = Files.readString(Path.of("../docs/tutorials/researcher.md"));
    String source =
        Files.readString(Path.of("src/test/java/dev/twobit/search/baseline/CheapestFirst.java"));
    assertThat(page).contains(source.substring(source.indexOf("/** From the narrowest")).strip());
  }
}
