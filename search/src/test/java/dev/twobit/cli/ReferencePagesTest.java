package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.settings.SchemaKey;
import dev.twobit.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The pages of docs/reference are what the command line and the schemas say. */
class ReferencePagesTest {
  private static final String REGENERATE =
      "mvn -q -Pquick test -pl search -am -Dtest=ReferencePagesTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dreference=write";

  static final String NOTE =
      "\n\nWritten from the code by `ReferencePagesTest`; not to be changed by hand.\n";

  /** Tests run from the module's folder. */
  private static final Path ROOT = Path.of("..");

  @Test
  void commandsAreThoseOfTheCommandLine() throws IOException {
    StringBuilder page = new StringBuilder("# Commands and options" + NOTE);
    commands(Main.commandLine(new Console(System.out, System.err)), page);

    assertThat(page).contains("## twobit hardware new", "--latency-budget", "Exit codes:");
    requireWritten("docs/reference/commands.md", page.toString());
  }

  private static void commands(CommandLine command, StringBuilder page) {
    page.append("\n## ").append(command.getCommandSpec().qualifiedName()).append("\n\n```\n");
    page.append(command.getUsageMessage(CommandLine.Help.Ansi.OFF).stripTrailing());
    page.append("\n```\n");
    for (Map.Entry<String, CommandLine> sub : command.getSubcommands().entrySet()) {
      commands(sub.getValue(), page);
    }
  }

  /** What all commands end with, and what the help of some says of theirs. */
  @Test
  void exitCodesAreThoseOfTheHelp() throws IOException {
    CommandLine main = Main.commandLine(new Console(System.out, System.err));
    StringBuilder page = new StringBuilder("# Exit codes" + NOTE);
    page.append("\n| code | what it says |\n|---|---|\n");
    main.getCommandSpec()
        .usageMessage()
        .exitCodeList()
        .forEach((code, meaning) -> page.append("| `" + code + "` | " + meaning + " |\n"));
    page.append("\n## What commands say of theirs\n\n| command | |\n|---|---|\n");
    ofCommands(main, page);

    assertThat(page).contains("| `0` |", "| `130` |", "| `twobit inspect` | ");
    requireWritten("docs/reference/exit-codes.md", page.toString());
  }

  private static void ofCommands(CommandLine command, StringBuilder page) {
    CommandSpec spec = command.getCommandSpec();
    List<String> texts =
        Stream.concat(
                Stream.of(String.join(" ", spec.usageMessage().description())),
                spec.options().stream()
                    .filter(option -> !option.hidden())
                    .map(o -> "`" + o.longestName() + "`: " + String.join(" ", o.description())))
            .filter(text -> text.contains("exit code"))
            .toList();
    texts.forEach(text -> page.append("| `" + spec.qualifiedName() + "` | " + cell(text) + " |\n"));
    command.getSubcommands().values().forEach(sub -> ofCommands(sub, page));
  }

  @Test
  void keysAreThoseOfTheSchemas() throws IOException {
    StringBuilder page = new StringBuilder("# Keys of files" + NOTE);
    for (List<String> kind :
        List.of(
            List.of(
                "Hardware files",
                "hwconfigs/schema.json",
                "`--hardware FILE.yaml`; figures are `{value, source}`"),
            List.of(
                "Host processors",
                "hwconfigs/host-schema.json",
                "`--host FILE.yaml`; figures are `{value, source}`"),
            List.of(
                "Recipes",
                "recipes/schema.json",
                "`--recipe FILE.yaml`, in `train`, `search` and `study`"),
            List.of(
                "Settings of a search",
                "search/schema.json",
                "`--settings FILE.yaml` and `--set KEY=VALUE`"),
            List.of(
                "Precision plans",
                "precision/schema.json",
                "`--precision-plan FILE.yaml`: bits, 4 or weights x activations as 2x3"),
            List.of("Sizes of a study", "studies/schema.json", "the presets of `study`"))) {
      page.append("\n## ").append(kind.get(0)).append("\n\n").append(kind.get(2));
      page.append(
          ".\n\n| key | what it decides | unit | may be | if left out |\n|---|---|---|---|---|\n");
      new SettingsReader(kind.get(1), "").allKeys().forEach(key -> page.append(row(key)));
    }

    assertThat(page).contains("| `buffer.banks` |", "| `threshold` |", "| `optimizer");
    requireWritten("docs/reference/keys.md", page.toString());
  }

  private static String row(SchemaKey k) {
    String meaning = k.meaning() + (k.style().isEmpty() ? "" : " (" + k.style() + " arrays)");
    String cells =
        String.join(
            " | ",
            "`" + k.key() + "`",
            cell(meaning),
            k.unit(),
            cell(k.allowed()),
            cell(k.leftOut()));
    return ("| " + cells + " |\n").replace("  ", " ");
  }

  /** Markdown takes a bar for the end of a cell, and stars and brackets for its own. */
  static String cell(String text) {
    return text.replaceAll("([|*<>_\\[\\]])", "\\\\$1");
  }

  /** With {@code -Dreference=write} the page is written, and then holds. */
  static void requireWritten(String name, String text) throws IOException {
    Path page = ROOT.resolve(name);
    if ("write".equals(System.getProperty("reference"))) {
      Files.createDirectories(page.getParent());
      Files.writeString(page, text);
    }
    assertThat(page).as("write it by: %s", REGENERATE).exists();
    assertThat(Files.readString(page).equals(text))
        .as("%s is not what the code gives now; write it anew: %s", page, REGENERATE)
        .isTrue();
  }
}
