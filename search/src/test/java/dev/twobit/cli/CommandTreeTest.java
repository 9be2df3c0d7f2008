package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class CommandTreeTest {
  private static final Console CONSOLE = new Console(System.out, System.err);
  private static final CommandLine WHOLE = Main.commandLine(CONSOLE);

  static Stream<List<String>> groups() {
    return Stream.concat(
        Stream.of(List.<String>of()),
        WHOLE.getSubcommands().entrySet().stream()
            .filter(e -> !e.getValue().getSubcommands().isEmpty())
            .map(e -> List.of(e.getKey())));
  }

  private static CommandLine below(CommandLine line, String name) {
    return Objects.requireNonNull(line.getSubcommands().get(name), name);
  }

  /** Names and descriptions alone make the same list of commands. */
  @ParameterizedTest
  @MethodSource("groups")
  void helpIsThatOfAllCommands(List<String> path) {
    List<String> words = new ArrayList<>(path);
    words.add("--help");
    CommandLine group = path.isEmpty() ? WHOLE : below(WHOLE, path.get(0));

    CliRun run = CliRun.of(words.toArray(String[]::new));

    assertThat(group.getSubcommands()).isNotEmpty();
    assertThat(run.out()).isEqualTo(group.getUsageMessage());
  }

  @Test
  void onlyWhatIsAskedForIsDescribed() {
    CommandLine line = Main.commandLine(CONSOLE, List.of("hardware", "show", "x"));

    assertThat(line.getSubcommands()).containsOnlyKeys("hardware");
    assertThat(below(line, "hardware").getSubcommands()).containsOnlyKeys("show");
  }

  @Test
  void whateverElseIsAskedForAllAreThere() {
    for (List<String> words :
        List.of(
            List.<String>of(),
            List.of("shwo"),
            List.of("--verbose", "simulate"),
            List.of("--help", "simulate"))) {
      assertThat(Main.commandLine(CONSOLE, words).getSubcommands().keySet())
          .isEqualTo(WHOLE.getSubcommands().keySet());
    }
    CommandLine hardware =
        below(Main.commandLine(CONSOLE, List.of("hardware", "shwo")), "hardware");
    assertThat(hardware.getSubcommands().keySet())
        .isEqualTo(below(WHOLE, "hardware").getSubcommands().keySet());
  }
}
