package dev.twobit.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twobit.json.Json;
import dev.twobit.results.SyntheticCurve;
import dev.twobit.results.SyntheticRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a page's scripts read of {@code run} is a key of the results that the page carries. */
class ScriptsReadResultsTest {
  private static final Pattern PATH = Pattern.compile("\\brun((?:\\.[A-Za-z]\\w*)+)");

  @Test
  void ofARun() throws IOException {
    JsonNode run = Json.tree(SyntheticRun.of(4, ""));

    assertThat(missing(run, "charts.js", "trajectory.js", "runpage.js")).isEmpty();
  }

  @Test
  void ofACurve() throws IOException {
    assertThat(missing(Json.tree(SyntheticCurve.of("")), "curvepage.js")).isEmpty();
  }

  @Test
  void ofAStudy() throws IOException {
    assertThat(missing(Json.tree(SmallRuns.study()), "studypage.js")).isEmpty();
  }

  @Test
  void ofASimulation() throws IOException {
    assertThat(missing(Json.tree(SmallRuns.simulation()), "simulationpage.js")).isEmpty();
  }

  @Test
  void ofADesignSpace() throws IOException {
    assertThat(missing(Json.tree(SmallRuns.sweep()), "sweeppage.js")).isEmpty();
  }

  @Test
  void aKeyThatIsNotThereIsFound() {
    JsonNode run = Json.tree(SyntheticRun.of(4, ""));

    assertThat(missing("run.widths.map(w => w.layer); run.search.epochs.length", run))
        .containsExactly(".widths.map");
  }

  private static List<String> missing(JsonNode run, String... scripts) throws IOException {
    List<String> missing = new ArrayList<>();
    int read = 0;
    for (String script : scripts) {
      try (InputStream in = HtmlPage.class.getResourceAsStream(script)) {
        assertThat(in).as(script).isNotNull();
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        assertThat(text).as("keys that are spelled out, in " + script).doesNotContain("run[");
        read += (int) PATH.matcher(text).results().count();
        missing.addAll(missing(text, run));
      }
    }
    assertThat(read).as("keys read by %s", List.of(scripts)).isPositive();
    return missing;
  }

  /** Paths that leave the results before they come to a list, a text or a number. */
  private static List<String> missing(String text, JsonNode run) {
    List<String> missing = new ArrayList<>();
    Matcher paths = PATH.matcher(text);
    while (paths.find()) {
      JsonNode at = run;
      for (String key : paths.group(1).substring(1).split("\\.")) {
        if (!at.isObject()) {
          break;
        }
        if (!at.has(key)) {
          missing.add(paths.group(1));
          break;
        }
        at = at.get(key);
      }
    }
    return missing;
  }
}
