package dev.twobit.simulator.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The engines against NVIDIA's RTL and SCALE-Sim; rows measured by others, copied unchanged. */
class ValidationTest {
  @TempDir Path folder;

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(Objects.requireNonNull(ValidationTest.class.getResource(name)).toURI());
  }

  /** At two or more cycles a beat, for both engines. */
  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "nv_small,98,EVENT", "nv_small_256,54,EVENT", "nv_large,65,EVENT",
    "nv_small,98,TICK", "nv_small_256,54,TICK", "nv_large,65,TICK"
  })
  void rtlCyclesAtTwoOrMoreCyclesPerBeat(String config, int count, Engine engine) throws Exception {
    ValidationReport report = NvdlaRtlValidation.run(rows(config, beat -> beat >= 2), engine);
    assertThat(report.rows()).isEqualTo(count);
    assertThat(report.meanErrorPercent()).as("%s", report).isLessThan(0.01);
    assertThat(report.worstErrorPercent()).as("%s", report).isLessThan(0.1);
  }

  /** At one cycle a beat, where the fetch unit's line buffer loses bandwidth. */
  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "nv_small,153,EVENT", "nv_small_256,54,EVENT", "nv_large,65,EVENT",
    "nv_small,153,TICK", "nv_small_256,54,TICK", "nv_large,65,TICK"
  })
  void rtlCyclesAtOneCyclePerBeat(String config, int count, Engine engine) throws Exception {
    ValidationReport report = NvdlaRtlValidation.run(rows(config, beat -> beat == 1), engine);
    assertThat(report.rows()).isEqualTo(count);
    assertThat(report.meanErrorPercent()).as("%s", report).isLessThan(0.02);
    assertThat(report.worstErrorPercent()).as("%s", report).isLessThan(0.3);
  }

  @Tag("slow")
  @Test
  void scaleSimRowsAreEqual() throws Exception {
    ValidationReport report = ScaleSimValidation.run(resource("scale-sim.csv"));
    assertThat(report.rows()).isEqualTo(882);
    assertThat(report.worstErrorPercent()).as("%s", report.worstRows()).isZero();
  }

  /** The shorter rows, PE by PE. */
  @Tag("slow")
  @Test
  void scaleSimRowsAreEqualClockByClock() throws Exception {
    ValidationReport report = ScaleSimValidation.run(resource("scale-sim.csv"), Engine.TICK, 2_000);
    assertThat(report.rows()).isGreaterThan(150);
    assertThat(report.worstErrorPercent()).as("%s", report.worstRows()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "config,konfig,'1: column ''config'' is missing'",
    "nv_small,nv_tiny,expected one of [nv_large; nv_small; nv_small_256]",
    "'128,2,32,359','128,zwei,32,359',expected an integer"
  })
  void aBadFileIsOneLine(String from, String to, String expected) throws Exception {
    String text =
        Files.readString(resource("nvdla-rtl.csv"))
            .lines()
            .limit(2)
            .collect(Collectors.joining("\n"));
    Path file = folder.resolve("rows.csv");
    Files.writeString(file, text.replace(from, to));
    assertThatThrownBy(() -> NvdlaRtlValidation.run(file, Engine.EVENT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(expected.replace(';', ','))
        .hasMessageContaining("rows.csv:");
  }

  /** As other programs write the same rows. */
  @ParameterizedTest
  @ValueSource(
      strings = {"CRLF", "BYTE_ORDER_MARK", "QUOTED", "SPACED", "REVERSED", "FEWER_COLUMNS"})
  void theSameRowsInAnotherHandGiveTheSameReport(String hand) throws Exception {
    Path plain = rows("nv_large", beat -> beat >= 2);
    List<String> lines = Files.readAllLines(plain);
    List<String> other =
        switch (hand) {
          case "CRLF" -> lines.stream().map(l -> l + "\r").toList();
          case "BYTE_ORDER_MARK" ->
              Stream.concat(Stream.of("\uFEFF" + lines.get(0)), lines.stream().skip(1)).toList();
          case "QUOTED" -> lines.stream().map(l -> '"' + l.replace(",", "\",\"") + '"').toList();
          case "SPACED" -> lines.stream().map(l -> l.replace(",", " , ")).toList();
          case "REVERSED" -> lines.stream().map(ValidationTest::reversed).toList();
          default -> lines.stream().map(l -> l.substring(0, endOfColumn(l, 18))).toList();
        };
    Path rewritten = Files.write(folder.resolve("other.csv"), other);
    assertThat(NvdlaRtlValidation.run(rewritten, Engine.EVENT))
        .isEqualTo(NvdlaRtlValidation.run(plain, Engine.EVENT));
  }

  private static String reversed(String line) {
    List<String> cells = Arrays.asList(line.split(",", -1));
    Collections.reverse(cells);
    return String.join(",", cells);
  }

  private static int endOfColumn(String line, int column) {
    int end = -1;
    for (int c = 0; c < column; c++) {
      end = line.indexOf(',', end + 1);
    }
    return end;
  }

  @Test
  void whatIsNoTableIsOneLine() throws Exception {
    assertThatThrownBy(() -> NvdlaRtlValidation.run(folder, Engine.EVENT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is a directory");
    Path file = Files.createFile(folder.resolve("rows.csv"));
    assertThatThrownBy(() -> ScaleSimValidation.run(file)).hasMessageContaining("is empty");
    String header = Files.readAllLines(resource("nvdla-rtl.csv")).get(0);
    Files.writeString(file, header + "\n");
    assertThatThrownBy(() -> NvdlaRtlValidation.run(file, Engine.EVENT))
        .hasMessageContaining("no rows");
    Files.writeString(file, header + "\nnv_small,4\n");
    assertThatThrownBy(() -> NvdlaRtlValidation.run(file, Engine.EVENT))
        .hasMessageContaining("rows.csv:2: found 2 cells, expected 24");
  }

  private Path rows(String config, java.util.function.IntPredicate beat) throws Exception {
    List<String> lines = Files.readAllLines(resource("nvdla-rtl.csv"));
    int column = List.of(lines.get(0).split(",", -1)).indexOf("cycles_per_beat");
    String exact = config.endsWith("_") ? config : config + ",";
    return write(
        Stream.concat(
            Stream.of(lines.get(0)),
            lines.stream()
                .skip(1)
                .filter(l -> l.startsWith(exact))
                .filter(l -> beat.test(Integer.parseInt(l.split(",", -1)[column])))));
  }

  private Path write(Stream<String> lines) throws IOException {
    return Files.write(folder.resolve("rows.csv"), lines.toList());
  }
}
