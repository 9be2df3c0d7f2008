package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twobit.results.ResultsFile;
import dev.twobit.results.SyntheticRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code runs}, {@code compare} and {@code report} on a finished search and one that was ended. */
class RunsCommandTest {
  @TempDir private Path folder;

  @BeforeEach
  void writeRuns() throws IOException {
    for (String name : new String[] {"done", "ended"}) {
      Path run = Files.createDirectories(folder.resolve(name));
      Files.writeString(
          run.resolve("run.yaml"),
          "inputs: {model: a.onnx, data: embedded}\nhardware: toy-8x8-w2a2\n"
              + "search: {method: nce, budgets: [latency=1.0x]}\n");
      Files.writeString(
          run.resolve("log.jsonl"),
          "{\"time\":\"2026-12-01T01:15:30Z\",\"event\":\"sitting\",\"message\":\"begun\"}\n");
    }
    ResultsFile.write(SyntheticRun.of(4, ""), folder.resolve("done/results.json"));
  }

  @Test
  void runsSaysWhereEachIs() {
    CliRun run = CliRun.of("runs", folder.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines().skip(2))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("done ").contains("finished", "nce, latency=1.0x"),
            line -> assertThat(line).startsWith("ended").contains("stopped", "begun"));
    JsonNode json = CliRun.of("runs", folder.toString(), "--json").json();
    assertThat(json.at("/items/1/status").asText()).isEqualTo("stopped");
    assertThat(CliRun.of("runs", folder.toString(), "--csv").out().lines()).hasSize(3);
  }

  @Test
  void compareShowsEveryNetworkAndWritesAPage() throws IOException {
    Path page = folder.resolve("page.html");

    CliRun run = CliRun.of("compare", folder.toString(), "--out", page.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    int networks = SyntheticRun.of(4, "").networks().size();
    assertThat(run.out().lines().filter(l -> l.contains("done"))).hasSize(networks);
    assertThat(run.out()).contains("stopped, begun").contains("written   " + page);
    assertThat(Files.readString(page)).contains("2 runs side by side", "data-chart");
    assertThat(CliRun.of("compare", folder.toString(), "--csv").out().lines())
        .hasSize(1 + networks);
    CliRun again = CliRun.of("compare", folder.toString(), "--out", page.toString());
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.errLines()).hasSize(1);
  }

  @Test
  void reportOfAnEndedRunSaysHowItGoesOn() throws IOException {
    CliRun run = CliRun.of("report", folder.resolve("ended").toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(Files.readString(folder.resolve("ended/report.html")))
        .contains("a.onnx: stopped")
        .contains("twobit search --resume " + folder.resolve("ended"))
        .doesNotContain("http-equiv=\"refresh\"");
    assertThat(CliRun.of("report", folder.toString()).errLines())
        .containsExactly("twobit: " + folder + ": found no run.yaml, expected the folder of a run");
  }

  @Test
  void aDemoGoesOnAsADemo() throws IOException {
    Path run = folder.resolve("ended");
    Files.writeString(
        run.resolve("run.yaml"), "command: [twobit, demo]\n", StandardOpenOption.APPEND);

    assertThat(CliRun.of("report", run.toString()).exitCode()).isZero();
    assertThat(Files.readString(run.resolve("report.html")))
        .contains("Go on with: twobit demo --resume " + run);
    CliRun used = CliRun.of("demo", "--out", run.toString());
    assertThat(used.exitCode()).isEqualTo(2);
    assertThat(used.errLines())
        .containsExactly(
            "twobit: "
                + run
                + ": already holds a run (run.yaml); continue it with --resume or name another"
                + " folder");
    assertThat(run.resolve("vgg16-eighth.onnx")).doesNotExist();
  }

  @Test
  void aFolderWithoutRunsIsALine() throws IOException {
    Path none = Files.createDirectories(folder.resolve("none"));

    assertThat(CliRun.of("runs", none.toString()).out()).contains("no run in it");
    CliRun run = CliRun.of("compare", none.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errLines()).hasSize(1);
  }
}
