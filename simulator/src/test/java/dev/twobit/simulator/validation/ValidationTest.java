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
import org.junit.jupiter.params.provider.EnumSource;
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

  private static final String SIDES =
      "config,W,H,C,K,R,S,stride_x,stride_y,pad_l,pad_r,pad_t,pad_b,dil_x,dil_y,Wo,Ho,"
          + "data_banks,weight_banks,cycles_per_beat,read_latency,cycles,image\n";

  private Path sides(String row) throws IOException {
    return Files.writeString(folder.resolve("sides.csv"), SIDES + row + "\n");
  }

  /** Sides and axes that are alike are the row with one column for all. */
  @Test
  void sidesAndAxesMayHaveColumnsOfTheirOwn() throws Exception {
    Path all = rows("nv_small_256", beat -> beat == 2);
    StringBuilder sides = new StringBuilder();
    for (String line : Files.readAllLines(all).stream().skip(1).toList()) {
      String[] c = line.split(",", -1);
      sides
          .append(String.join(",", Arrays.copyOf(c, 7)))
          .append("," + c[7] + "," + c[7])
          .append(("," + c[8]).repeat(4))
          .append("," + c[9] + "," + c[9])
          .append("," + String.join(",", c[10], c[11], c[12], c[13], c[15], c[16], c[17]))
          .append(",0\n");
    }
    ValidationReport expected = NvdlaRtlValidation.run(all, Engine.EVENT);
    assertThat(NvdlaRtlValidation.run(sides(sides.toString().strip()), Engine.EVENT))
        .isEqualTo(expected);
  }

  /**
   * 9x7x16 under 3x3, other padding on each side: 5 x 4 positions of 8 kernels in stripes of 8 and
   * 12, 18 operations each. The last of 144 beats of weights comes behind 126 of data, so that the
   * first operation is taken at 2 x 269 + 76 + 8, and the last element delivered 37 + 11 x 9 + 7
   * clocks after the last operation.
   */
  @ParameterizedTest
  @EnumSource(Engine.class)
  void everySideCounts(Engine engine) throws Exception {
    int cycles = 2 * 269 + 84 + 18 * 8 + 17 * 12 + 37 + 11 * 9 + 7 + 27;
    Path file = sides("nv_small,9,7,16,8,3,3,2,2,1,1,1,2,1,1,5,4,1,1,2,32," + cycles + ",");
    ValidationReport report = NvdlaRtlValidation.run(file, engine);
    assertThat(report.worstErrorPercent()).as("%s", report.worstRows()).isZero();
  }

  /** Rows that no column for all could say, on both engines. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "nv_small,9,7,16,8,3,3,2,1,2,0,0,0,1,2,5,3",
        "nv_small,9,7,16,8,3,3,1,2,0,0,2,0,2,1,5,4"
      })
  void enginesAgreeOnSides(String row) throws Exception {
    Path file = sides(row + ",1,1,2,32,900,");
    assertThat(NvdlaRtlValidation.run(file, Engine.TICK))
        .isEqualTo(NvdlaRtlValidation.run(file, Engine.EVENT));
  }

  /**
   * 3 channels under 5x5: 25 operations a stripe of 16 positions, or 2 a row of the kernel with 3 x
   * 5 channels and columns side by side, so that the output's 182 clocks a stripe bind.
   */
  @Test
  void imagesFillTheChannelsWithColumns() throws Exception {
    String row = "nv_small,16,16,3,8,5,5,1,1,2,2,2,2,1,1,16,16,1,1,1,32,1000,";
    double plain = simulated(row + "0");
    double packed = simulated(row + "1");
    assertThat(plain - packed).isEqualTo(24 * 16 - 9 * 16 + 15 * (25 * 16 - 182));
  }

  private double simulated(String row) throws IOException {
    return NvdlaRtlValidation.run(sides(row), Engine.TICK).worstRows().get(0).simulated();
  }

  @ParameterizedTest
  @CsvSource({
    "pad_l,left,2: column 'pad_l': found '' expected an integer here or in column 'pad'",
    "2;2;1;1;1;2;,2;2;x;1;1;2;,column 'pad_l': found 'x' expected an integer",
    "2;2;1;1;1;2;,2;2;1;-1;1;2;,column 'pad_r': found '-1' expected at least 0",
    "2;2;1;1;1;2;,0;2;1;1;1;2;,column 'stride_x': found '0' expected at least 1",
    ";5;4;,;6;4;,column 'Wo': found '6' expected windows within 11 elements",
    ";5;4;,;5;5;,column 'Ho': found '5' expected windows within 10 elements",
    "900;0,900;2,column 'image': found '2' expected 0 or 1",
    "900;0,900;1,column 'C': found '16' expected at most 4 of an image"
  })
  void aBadSideIsOneLine(String from, String to, String expected) throws Exception {
    String text = SIDES + "nv_small,9,7,16,8,3,3,2,2,1,1,1,2,1,1,5,4,1,1,2,32,900,0\n";
    String bad = text.replace(from.replace(';', ','), to.replace(';', ','));
    assertThat(bad).isNotEqualTo(text);
    Path file = Files.writeString(folder.resolve("sides.csv"), bad);
    assertThatThrownBy(() -> NvdlaRtlValidation.run(file, Engine.EVENT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("sides.csv:")
        .hasMessageContaining(expected.replace("' expected", "', expected"));
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
