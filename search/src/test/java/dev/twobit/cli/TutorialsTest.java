package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tutorials' commands print what the pages show; of slow ones, the command line is read. */
class TutorialsTest {
  /** Tests run from the module's folder. */
  private static final Path ROOT = Path.of("..");

  @TempDir Path folder;

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"architect", "ml-engineer", "researcher"})
  void commandsPrintWhatIsShown(String reader) throws IOException {
    Transcript page = transcript("docs/tutorials/" + reader + ".md");
    assertThat(page.steps()).hasSizeGreaterThan(3);
    for (Transcript.Step step : page.steps()) {
      if (step instanceof Transcript.WrittenFile file) {
        Files.writeString(folder.resolve(file.name()), file.text());
      } else if (step instanceof Transcript.Command command
          && command.isOurs()
          && !command.slow()) {
        List<String> printed = printed(command);
        assertThat(Transcript.notPrinted(command.lines(), printed))
            .as("what %s does not print, but\n%s", command.words(), String.join("\n", printed))
            .isEmpty();
      }
    }
  }

  /** The README's too: a command that is there has the options that it is given there. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "docs/tutorials/architect.md",
        "docs/tutorials/ml-engineer.md",
        "docs/tutorials/researcher.md"
      })
  void everyCommandLineIsUnderstood(String page) throws IOException {
    List<Transcript.Command> commands =
        transcript(page).steps().stream()
            .filter(Transcript.Command.class::isInstance)
            .map(Transcript.Command.class::cast)
            .filter(Transcript.Command::isOurs)
            .toList();
    assertThat(commands).isNotEmpty();
    for (Transcript.Command command : commands) {
      assertThatCode(
              () ->
                  Main.commandLine(new Console(System.out, System.err))
                      .parseArgs(command.arguments()))
          .as("%s", command.words())
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'a|b', 'a|b', ''",
    "'a|...|d', 'a|b|c|d', ''",
    "'...|d', 'a|d', ''",
    "'a|...', 'a|b', ''",
    "'a|c', 'a|b|c', 'c'",
    "'a|...|x', 'a|b', 'x'",
    "'a', 'a|b', '(nothing more, but there is: b)'"
  })
  void whatIsNotPrintedIsFound(String shown, String printed, String missing) {
    assertThat(Transcript.notPrinted(lines(shown), lines(printed))).isEqualTo(missing);
  }

  @Test
  void blocksAreRead() {
    Transcript transcript =
        Transcript.of(
            "```yaml a.yaml\nname: a\n```\n\n```console slow\n$ twobit x \\\n  --y\nz\n```\n");
    assertThat(transcript.steps())
        .containsExactly(
            new Transcript.WrittenFile("a.yaml", "name: a\n"),
            new Transcript.Command(List.of("twobit", "x", "--y"), List.of("z"), true));
  }

  private static List<String> lines(String text) {
    return Arrays.asList(text.split("\\|"));
  }

  private static Transcript transcript(String page) throws IOException {
    return Transcript.of(Files.readString(ROOT.resolve(page)));
  }

  /** What comes on both streams, with files named as if the command ran in its folder. */
  private List<String> printed(Transcript.Command command) {
    String[] arguments = command.arguments();
    for (int i = 0; i < arguments.length; i++) {
      if (isFile(arguments[i]) || i > 0 && arguments[i - 1].equals("--out")) {
        boolean ofTheProject = Files.exists(ROOT.resolve(arguments[i]));
        arguments[i] = (ofTheProject ? ROOT : folder).resolve(arguments[i]).toString();
      }
    }
    CliRun run = CliRun.of(arguments);
    return Stream.concat(run.out().lines(), run.err().lines())
        .map(line -> line.replace(folder + "/", ""))
        .toList();
  }

  private static boolean isFile(String argument) {
    return argument.matches("[\\w./-]+\\.(yaml|onnx)");
  }
}
