package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.results.TwobitVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class UsageTest {
  /** Every command line up to the leaves: {@code [hardware, show]} and so on. */
  static Stream<List<String>> commands() {
    List<List<String>> found = new ArrayList<>();
    collect(Main.commandLine(new Console(System.out, System.err)), List.of(), found);
    return found.stream();
  }

  private static void collect(CommandLine command, List<String> path, List<List<String>> found) {
    found.add(path);
    for (Map.Entry<String, CommandLine> sub : command.getSubcommands().entrySet()) {
      List<String> longer = new ArrayList<>(path);
      longer.add(sub.getKey());
      collect(sub.getValue(), longer, found);
    }
  }

  private static String[] with(List<String> path, String... more) {
    List<String> all = new ArrayList<>(path);
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHelpsWithAnExample(List<String> path) {
    CliRun run = CliRun.of(with(path, "--help"));

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("Usage: " + String.join(" ", with(List.of("twobit"), with(path))))
        .containsPattern("Example:\\R  twobit " + String.join(" ", path));
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
  }

  /** An example is copied: it may not be broken where a line is full. */
  @Test
  void examplesAreLinesOfEightyColumns() {
    List<String> examples = new ArrayList<>();
    commands().forEach(path -> examples.addAll(List.of(command(path).usageMessage().footer())));

    assertThat(examples).hasSizeGreaterThan(40).allMatch(line -> line.length() <= UsageHelp.WIDTH);
  }

  /** An option that no section has would stand above all of them. */
  @Test
  void everyOptionOfALargeCommandIsInASection() {
    List<String> large =
        commands().filter(path -> UsageHelp.isLarge(command(path))).map(String::valueOf).toList();
    assertThat(large).contains("[search]", "[train]", "[study]", "[simulate]");
    commands()
        .filter(path -> UsageHelp.isLarge(command(path)))
        .flatMap(path -> command(path).options().stream())
        .forEach(
            option ->
                assertThat(OptionSections.section(option))
                    .as("section of %s, to be named in OptionSections", option.longestName())
                    .isPresent());
  }

  @Test
  void optionsOfASearchStandUnderWhatTheyAreAbout() {
    List<String> lines = CliRun.of("search", "--help").out().lines().toList();

    assertThat(lines.get(0))
        .isEqualTo("Usage: twobit search --hardware=NAME --data=DATA [OPTIONS] MODEL.onnx");
    assertThat(heading(lines, "--latency-budget")).isEqualTo("Budget:");
    assertThat(heading(lines, "--flops-budget")).isEqualTo("Budget:");
    assertThat(heading(lines, "--method=")).isEqualTo("Search:");
    assertThat(heading(lines, "--epochs=")).isEqualTo("Training:");
    assertThat(heading(lines, "--seeds=")).isEqualTo("Execution:");
    assertThat(lines.stream().filter(l -> l.strip().startsWith("--set="))).hasSize(1);
  }

  private static String heading(List<String> lines, String option) {
    int at = 0;
    while (!lines.get(at).contains(option)) {
      at++;
    }
    return lines.subList(0, at).stream()
        .filter(line -> line.matches("[A-Z].*:"))
        .reduce("", (first, second) -> second);
  }

  private static CommandSpec command(List<String> path) {
    CommandLine at = Main.commandLine(new Console(System.out, System.err));
    for (String name : path) {
      at = Objects.requireNonNull(at.getSubcommands().get(name), name);
    }
    return at.getCommandSpec();
  }

  /** Sourced and asked as a shell asks it. */
  @Test
  void theCompletionScriptCompletes(@TempDir Path folder) throws Exception {
    Path script = folder.resolve("twobit-completion");
    Files.writeString(script, CliRun.of("completion").out());
    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                ". "
                    + script
                    + "; COMP_WORDS=(twobit hardware sh) COMP_CWORD=2; _complete_twobit;"
                    + " echo \"${COMPREPLY[@]}\"; COMP_WORDS=(twobit search --lat) COMP_CWORD=2;"
                    + " _complete_twobit; echo \"${COMPREPLY[@]}\"")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(bash.waitFor()).as(said).isZero();
    assertThat(said.lines()).containsExactly("show", "--latency-budget");
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("commands")
  void anUnknownOptionIsOneLineWithAHint(List<String> path) {
    CliRun run = CliRun.of(with(path, "--no-such-option"));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.errLines().get(0)).contains("--help'");
  }

  @Test
  void versionIsTheBuiltOne() {
    CliRun run = CliRun.of("--version");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().strip()).isEqualTo("twobit " + TwobitVersion.current());
    assertThat(TwobitVersion.current()).matches("\\d+\\.\\d+\\.\\d+.*");
  }

  @Test
  void aMistypedCommandIsSuggested() {
    CliRun run = CliRun.of("inspekt", "x.onnx");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errLines().get(0)).contains("'inspekt'").contains("did you mean 'inspect'?");
  }

  @Test
  void aMistypedOptionIsSuggested() {
    CliRun run = CliRun.of("inspect", "--jsn", "x.onnx");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errLines().get(0)).contains("'--jsn'").contains("--json");
  }

  /** One mechanism for commands, options, values, names and keys. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "help | --help",
        "--verison | --version",
        "hardware shwo x | show",
        "simulate resnet8 --hardwar x | --hardware",
        "simulate resnet51 --hardware nvdla-small-w2a2 | resnet56",
        "simulate resnet8 --hardware nvdla-small-w2a3 | nvdla-small-w2a2",
        "simulate resnet8 --hardware nvdla-small-w2a2 --engine tik | tick",
        "sweep resnet8 --hardware nvdla-small-w2a2 --set array.atomicD=8 | array.atomicC",
        "frontier resnet8 --hardware nvdla-small-w2a2 --coupling tide | tied",
        "model resnet51 x.onnx | resnet56",
        "search x.onnx --data embedded --hardware x --out o --set tresholdd=1 | threshold",
        "train x.onnx --data embedded --out o --weights dorfa | dorefa"
      })
  void whatIsMistypedIsSuggested(String line, String meant) {
    CliRun run = CliRun.of(line.split(" "));

    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.err()).contains("did you mean '" + meant + "'?").hasSizeLessThan(200);
  }

  @Test
  void ofManyNamesNoneOfWhichIsNearTheFirstAreListed() {
    CliRun run =
        CliRun.of("sweep", "resnet8", "--hardware", "nvdla-small-w2a2", "--set", "colour=8");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("expected one of ", " more").hasSizeLessThan(400);
  }

  /** As lists of commands show it: a sentence, on one line of 80 columns. */
  @Test
  void everyCommandIsSummedUpInALine() {
    List<String> summaries = new ArrayList<>();
    summaries(Main.commandLine(new Console(System.out, System.err)), summaries);

    assertThat(summaries).hasSizeGreaterThan(30);
    assertThat(summaries).allMatch(line -> line.endsWith(".") && line.length() <= 80);
    assertThat(summaries).allMatch(line -> line.strip().matches("[a-z0-9-]+ +[A-Z].*"));
  }

  private static void summaries(CommandLine command, List<String> found) {
    int longest =
        command.getSubcommands().keySet().stream().mapToInt(String::length).max().orElse(0);
    command
        .getSubcommands()
        .forEach(
            (name, sub) -> {
              String[] description = sub.getCommandSpec().usageMessage().description();
              found.add(("  %-" + longest + "s  %s").formatted(name, description[0]));
              summaries(sub, found);
            });
  }

  @Test
  void noCommandNamesThem() {
    CliRun run = CliRun.of();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errLines().get(0)).contains("no command given").contains("inspect");
  }
}
