package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code --resume RUN} stands for. */
class ResumedRunTest {
  @TempDir private Path folder;

  private String run(String... command) throws IOException {
    StringBuilder yaml = new StringBuilder("hardware: \"toy\"\ncommand:\n");
    List.of(command).forEach(word -> yaml.append("- \"").append(word).append("\"\n"));
    Files.writeString(folder.resolve("run.yaml"), yaml);
    return folder.toString();
  }

  private static String[] expanded(String... args) throws IOException {
    CommandLine all = Main.commandLine(new Console(System.out, System.err));
    return ResumedRun.expanded(
        name -> Objects.requireNonNull(all.getSubcommands().get(name)).getCommandSpec(), args);
  }

  @Test
  void theCommandOfTheRunIsGivenAgainWithItsFolder() throws IOException {
    String run =
        run("twobit", "search", "a b.onnx", "--out", "elsewhere", "--bits", "2", "--quiet");

    assertThat(expanded("search", "--resume", run, "--quiet", "--json"))
        .containsExactly(
            "search", "a b.onnx", "--bits", "2", "--quiet", "--json", "--out", run, "--resume");
    assertThat(expanded("search", "--resume", run, "--bits=4"))
        .as("what is given now counts")
        .containsExactly("search", "a b.onnx", "--quiet", "--bits=4", "--out", run, "--resume");
    assertThat(expanded("search", "--resume", run, "--set", "threshold=0.5"))
        .containsSubsequence("--bits", "2", "--quiet", "--set", "threshold=0.5");
  }

  @Test
  void aRunThatWasResumedBeforeIsResumedAgain() throws IOException {
    String run =
        run("twobit", "--verbose", "train", "a.onnx", "--resume", "--out=here", "--bits=2");

    assertThat(expanded("--verbose", "train", "--resume", run))
        .containsExactly("--verbose", "train", "a.onnx", "--bits=2", "--out", run, "--resume");
  }

  @Test
  void aCompleteCommandStaysAsItIs() throws IOException {
    String run = run("twobit", "search", "a.onnx");
    for (String[] args :
        List.of(
            new String[] {"search", "a.onnx", "--resume", "--out", run},
            new String[] {"search", "--resume", "a.onnx", "--out=" + run},
            new String[] {"search", "--resume", "--json"},
            new String[] {"study", "--resume", run},
            new String[] {"train", "--help"},
            new String[0])) {
      assertThat(expanded(args)).isEqualTo(args);
    }
  }

  @Test
  void whatIsNoSuchRunIsALine() throws IOException {
    String run = run("twobit", "train", "a.onnx");

    assertThatThrownBy(() -> expanded("search", "--resume", run))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            run + ": found a run of 'twobit train', expected: twobit train --resume " + run);
    assertThatThrownBy(() -> expanded("search", "--resume", "nowhere"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("nowhere: found no run.yaml in it, expected the folder of a run to go on with");
    Files.writeString(folder.resolve("run.yaml"), "hardware: toy\n");
    assertThatThrownBy(() -> expanded("train", "--resume", run))
        .hasMessageContaining("run.yaml: found no command, as in runs of earlier versions");
    CliRun line = CliRun.of("search", "--resume", "nowhere");
    assertThat(line.exitCode()).isEqualTo(2);
    assertThat(line.errLines()).hasSize(1);
  }
}
