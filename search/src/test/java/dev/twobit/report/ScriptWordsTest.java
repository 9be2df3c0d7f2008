package dev.twobit.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.json.Json;
import dev.twobit.network.CostKind;
import dev.twobit.results.Accuracy;
import dev.twobit.results.RunState;
import dev.twobit.results.study.StudyChart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages' scripts compare with is written as the JSON has it. */
class ScriptWordsTest {
  private static final Path SCRIPTS = Path.of("src/main/resources/dev/twobit/report");
  private static final Pattern COMPARED =
      Pattern.compile("\\.(form|kind|status) === '([A-Za-z_]+)'");

  private static final Map<String, List<String>> WORDS =
      Map.of(
          "form", words(Accuracy.Form.values()),
          "kind", words(StudyChart.Kind.values(), CostKind.values()),
          "status", words(RunState.Status.values()));

  private static List<String> words(Enum<?>[]... kinds) {
    return Stream.of(kinds)
        .flatMap(Arrays::stream)
        .map(constant -> Json.line(constant).replace("\"", ""))
        .toList();
  }

  @Test
  void comparedWordsAreThoseOfTheJson() throws IOException {
    List<Path> scripts;
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      scripts = files.filter(f -> f.toString().endsWith(".js")).toList();
    }
    int found = 0;
    for (Path script : scripts) {
      for (MatchResult compared : COMPARED.matcher(Files.readString(script)).results().toList()) {
        assertThat(WORDS.get(compared.group(1))).as("%s", script).contains(compared.group(2));
        found++;
      }
    }
    assertThat(found).isGreaterThan(4);
  }
}
