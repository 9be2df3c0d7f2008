package dev.twobit.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** NOTICE names what the runnable jar carries. */
class NoticeTest {
  private static final Pattern JAR = Pattern.compile("([a-z][a-z0-9-]*?)-\\d[^/]*\\.jar");

  /** Jars on the class path that only tests and benchmarks use. */
  private static final Pattern OF_TESTS =
      Pattern.compile(
          "(junit-|assertj-|archunit|jazzer|opentest4j|apiguardian|byte-buddy|commonmark|surefire-|jmh-|jopt).*");

  private static final Set<String> OURS = Set.copyOf(RepositoryFiles.MODULES);

  static List<String> libraries() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> JAR.matcher(Path.of(entry).getFileName().toString()))
        .filter(Matcher::matches)
        .map(jar -> jar.group(1))
        .filter(name -> !OF_TESTS.matcher(name).matches() && !OURS.contains(name))
        .distinct()
        .toList();
  }

  @Test
  void theClassPathIsSeen() {
    assertThat(libraries()).contains("pytorch", "onnxruntime", "picocli", "slf4j-simple");
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void everyLibraryIsNamed(String library) throws IOException {
    String notice = Files.readString(RepositoryFiles.root().resolve("NOTICE"));
    assertThat(Pattern.compile("(?<![a-z0-9-])" + library + "(?![a-z0-9-])").matcher(notice).find())
        .as("NOTICE names %s, which is in the jar, with its licence", library)
        .isTrue();
  }

  @Test
  void textsItPointsToAreThere() throws IOException {
    Matcher texts =
        Pattern.compile("licenses/[a-z0-9-]+\\.txt")
            .matcher(Files.readString(RepositoryFiles.root().resolve("NOTICE")));
    List<String> found = texts.results().map(r -> r.group()).distinct().toList();
    assertThat(found)
        .hasSizeGreaterThan(5)
        .allMatch(text -> Files.exists(RepositoryFiles.root().resolve(text)));
  }
}
