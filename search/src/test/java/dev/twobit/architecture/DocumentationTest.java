package dev.twobit.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The classes that pages name are there, and decisions are listed; links: {@link CitationsTest}.
 */
class DocumentationTest {
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");

  /** A simple class name, and what may follow it: a nested class, a method, a file's ending. */
  private static final Pattern CLASS_NAME =
      Pattern.compile("@?([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(\\.[A-Za-z.]+)?(\\(.*\\))?");

  /** Names of code that are no classes of ours. */
  private static final Set<String> OTHERS = Set.of("NullMarked", "Tag");

  @ParameterizedTest
  @ValueSource(strings = {"ARCHITECTURE.md", "CONTRIBUTING.md"})
  void classesNamedExist(String page) throws IOException {
    String text = Files.readString(RepositoryFiles.root().resolve(page));
    assertThat(classNames(text)).as("class names of %s", page).isNotEmpty();
    assertThat(missingClasses(text)).as("names of %s that are no class", page).isEmpty();
  }

  /** {@code [`Name`]} in the text, {@code [`Name`]: path/Name.java} at its end. */
  @Test
  void classesOfTheArchitectureLeadToTheirFiles() throws IOException {
    String text = Files.readString(RepositoryFiles.root().resolve("ARCHITECTURE.md"));
    List<String> used =
        Pattern.compile("\\[`(\\w+)`\\](?!:)")
            .matcher(text)
            .results()
            .map(r -> r.group(1))
            .toList();
    assertThat(used).hasSizeGreaterThan(20);
    for (String name : used) {
      assertThat(text).containsPattern("(?m)^\\[`" + name + "`\\]: \\S+/" + name + "\\.java$");
    }
  }

  @Test
  void decisionsAreListedWithTheirTitles() throws IOException {
    Path folder = RepositoryFiles.root().resolve("docs/decisions");
    String list = Files.readString(folder.resolve("README.md"));
    try (var files = Files.list(folder)) {
      for (Path record : files.filter(f -> f.getFileName().toString().matches("\\d.*")).toList()) {
        String title = Files.readAllLines(record).get(0).replaceFirst("^# \\d+: ", "");
        assertThat(list).contains("[" + title + "](" + record.getFileName() + ")");
      }
    }
  }

  @Test
  void aMissingClassIsFound() throws IOException {
    assertThat(missingClasses("`RepositoryFiles.root()` `NoSuchClassAnywhere` `--x`"))
        .containsExactly("NoSuchClassAnywhere");
  }

  private static List<String> missingClasses(String text) throws IOException {
    Set<String> known = RepositoryFiles.classes(RepositoryFiles.root());
    List<String> missing = new ArrayList<>(classNames(text));
    missing.removeIf(name -> known.contains(name) || OTHERS.contains(name));
    return missing;
  }

  private static List<String> classNames(String text) {
    return CODE.matcher(text)
        .results()
        .map(r -> CLASS_NAME.matcher(r.group(1)))
        .filter(java.util.regex.Matcher::matches)
        .map(java.util.regex.Matcher::toMatchResult)
        .map((MatchResult r) -> r.group(1))
        .distinct()
        .toList();
  }
}
