package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.experiment.SearchRequest;
import dev.twobit.experiment.results.SyntheticRun;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the options of a search come to, and how its end is told. */
class SearchCommandTest {
  private final List<SearchRequest> asked = new ArrayList<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private final Console console =
      new Console(
          new PrintStream(out, true, StandardCharsets.UTF_8),
          new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));

  private final SearchRunner runner =
      (request, progress) -> {
        asked.add(request);
        return SyntheticRun.of(4, "");
      };

  @Test
  void everyOptionReachesTheRequest() {
    int code =
        new CommandLine(new SearchCommand(console, runner))
            .execute(
                ("net.onnx --hardware toy-8x8-w2a2 --latency-budget 1.0x --energy-budget 150uJ"
                        + " --flops-budget 40.8M --params-budget 0.27M --data embedded"
                        + " --normalization none --preset smoke --bits 4 --residual-bits 4"
                        + " --warmup-epochs 3 --search-epochs 5 --training-epochs 7 --seeds 4,5"
                        + " --threads 1 --out run --resume")
                    .split(" "));

    assertThat(code).isZero();
    assertThat(asked)
        .containsExactly(
            new SearchRequest(
                Path.of("net.onnx"),
                "toy-8x8-w2a2",
                List.of("latency=1.0x", "energy=150uJ", "flops=40.8M", "params=0.27M"),
                "embedded",
                "none",
                "smoke",
                4,
                4,
                new SearchRequest.EpochOverrides(
                    OptionalInt.of(3), OptionalInt.of(5), OptionalInt.of(7)),
                List.of(4L, 5L),
                1,
                Path.of("run"),
                true));
  }

  @Test
  void onlyBudgetsThatAreGivenAreActive() {
    new CommandLine(new SearchCommand(console, runner))
        .execute("net.onnx", "--hardware", "toy-8x8-w2a2", "--data", "embedded", "--out", "run");

    assertThat(asked.get(0).budgets()).isEmpty();
    assertThat(asked.get(0).epochs()).isEqualTo(SearchRequest.EpochOverrides.none());
    assertThat(asked.get(0).preset()).isEqualTo("small");
    assertThat(asked.get(0).bits()).isEqualTo(2);
    assertThat(asked.get(0).residualBits()).isEqualTo(8);
  }

  @Test
  void theDemoBuildsItsNetworkAndEndsInFiveLines(@TempDir Path folder) {
    int code =
        new CommandLine(new DemoCommand(console, runner)).execute("--out", folder.toString());

    assertThat(code).isZero();
    assertThat(CliRun.of("inspect", asked.get(0).model().toString()).exitCode()).isZero();
    assertThat(asked.get(0).data()).isEqualTo("embedded");
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(5);
    assertThat(lines.get(0)).contains("latency 1.0x").contains("not met");
    assertThat(lines.get(1)).contains("74.15 %").contains("75.60 %").contains("2,000");
    assertThat(lines.get(4)).endsWith(folder.resolve("report.html").toString());
  }
}
