package dev.twobit.simulator.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import dev.twobit.simulator.engine.LaunchTimes;
import dev.twobit.simulator.validation.CsvRows.Row;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Layers back to back against NVIDIA's RTL; runs measured by others, copied unchanged. */
class NvdlaChainsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Engine.class)
  void everyDoneInterruptIsWithinTwoClocks(Engine engine) {
    NvdlaChainsValidation result = NvdlaChainsValidation.shipped(engine);
    assertThat(result.runs()).isEqualTo(15);
    assertThat(result.report().rows()).isEqualTo(32);
    assertThat(result.worstClocks()).as("%s", result.report()).isLessThanOrEqualTo(2);
  }

  /** So are the clocks in between: the interrupts are not right by chance. */
  @Test
  void soIsWhatLeadsToThem() {
    for (NvdlaChainsValidation.Chain chain :
        NvdlaChainsValidation.chains(NvdlaChainsValidation.shippedRows())) {
      List<LaunchTimes> times = chain.run(Engine.EVENT);
      for (int i = 0; i < times.size(); i++) {
        Row row = chain.rows().get(i);
        LaunchTimes simulated = times.get(i);
        assertWithin(2, row, "fetch_start", simulated.fetchBegin() + 20);
        assertWithin(2, row, "data_done", simulated.dataOver() + 14);
        assertWithin(2, row, "first_mac", simulated.firstTaken() + 22);
        // Where a kernel group has no room beside the layer before, the RTL fetches what has.
        boolean waits = row.text("run").startsWith("p03") && i == 1;
        assertWithin(waits ? 120 : 2, row, "weights_done", simulated.weightsOver() + 14);
      }
    }
  }

  private static void assertWithin(long clocks, Row row, String column, long simulated) {
    assertThat(Math.abs(simulated - row.integer(column)))
        .as("%s layer %s, %s: %d", row.text("run"), row.text("layer"), column, simulated)
        .isLessThanOrEqualTo(clocks);
  }

  /** What the rules are for: a layer behind another is far shorter than alone. */
  @Test
  void aLayerBehindAnotherIsShorterThanAlone() {
    for (NvdlaChainsValidation.Chain chain :
        NvdlaChainsValidation.chains(NvdlaChainsValidation.shippedRows())) {
      List<LaunchTimes> times = chain.run(Engine.EVENT);
      for (int i = 1; i < times.size(); i++) {
        long behind = times.get(i).end() - times.get(i - 1).end();
        assertThat(behind).isLessThan(chain.rows().get(i).integer("alone"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "p01_same_3x3_p2;nv_small;2;32;1, p01_same_3x3_p2;nv_small;2;32;2, 'layer'': found ''2'',"
        + " expected 1'",
    "p01_same_3x3_p2;nv_small;2;32;1, p01_same_3x3_p2;nv_small;4;32;1, 'p'': found ''4'', expected"
        + " 2'",
    "nv_small, nv_tiny, expected one of [nv_large; nv_small; nv_small_256]",
    "run;config, name;config, column 'run' is missing",
    "0;8;8;16;8;3;3;1;1, 0;8;8;16;8;11;3;1;1, expected at most H + 2 pad = 10",
    "0;8;8;16;8;3;3;1;1;1;1, 0;8;8;16;8;3;3;1;1;0;1, expected at least 1"
  })
  void aBadFileIsOneLine(String from, String to, String expected) throws Exception {
    String text = String.join("\n", lines().limit(3).toList());
    Path file = folder.resolve("rows.csv");
    Files.writeString(file, text.replace(from.replace(';', ','), to.replace(';', ',')));
    assertThatThrownBy(() -> NvdlaChainsValidation.run(file, Engine.EVENT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(expected.replace(';', ','))
        .hasMessageContaining("rows.csv:")
        .hasMessageNotContaining("\n");
  }

  /** A run is told by its name, wherever it stands; its rows follow each other. */
  @Test
  void rowsOfARunFollowEachOther() throws Exception {
    List<String> rows = lines().toList();
    Path file = folder.resolve("rows.csv");
    Files.write(file, List.of(rows.get(0), rows.get(3), rows.get(4), rows.get(1), rows.get(2)));
    assertThat(NvdlaChainsValidation.run(file, Engine.EVENT).runs()).isEqualTo(2);
    Files.write(file, List.of(rows.get(0), rows.get(1), rows.get(3), rows.get(2)));
    assertThatThrownBy(() -> NvdlaChainsValidation.run(file, Engine.EVENT))
        .hasMessageContaining("rows.csv:4: column 'run'");
  }

  private static Stream<String> lines() throws IOException {
    try (InputStream in = NvdlaChainsTest.class.getResourceAsStream("nvdla-chains.csv")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8).lines();
    }
  }
}
