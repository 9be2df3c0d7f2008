package dev.twobit.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines for a terminal of 80 columns. */
class ProgressLineTest {
  private static final String LONG = "train 2-bit original at the residual bits found, seed 12";
  private static final List<String> DETAILS =
      List.of("held-out 45.1 % (best 47.0)", "latency 0.98 of budget", "loss 1.234");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private ProgressLine line(boolean terminal) {
    return new ProgressLine(new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal, false);
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void everyLineIsLessThan80ColumnsAndEndsWithWhatIsLeft() {
    for (boolean terminal : new boolean[] {true, false}) {
      ProgressLine line = line(terminal);
      line.step(LONG, 100, 100, DETAILS, 7_262);
      line.within(LONG, "100/100", DETAILS, 59.6);
      line.step("search", 3, 15, DETAILS, 250);
      line.step("sweep", 1, 10, List.of(), 0);
    }

    List<String> lines = text().lines().flatMap(l -> List.of(l.split("\r", -1)).stream()).toList();
    assertThat(lines).allMatch(l -> l.length() < 80);
    assertThat(text())
        .contains("seed 12  100/100  held-out 45.1 % (best 47.0)")
        .contains("2h01m left")
        .contains("1m00s left")
        .contains("4m10s left")
        .contains("  0s left");
  }

  /** What matters most is kept where not all of it fits. */
  @Test
  void detailsAreLeftOutFromTheLastOn() {
    line(false).step("search", 3, 15, DETAILS, 250);

    assertThat(text()).contains("held-out", "latency").doesNotContain("loss");
  }

  @Test
  void eachEpochStaysAndWhatIsBetweenIsWrittenOver() {
    ProgressLine line = line(true);
    line.within("train", "1/2", List.of("50 % of it"), 10);
    line.step("train", 1, 2, List.of("test 12.00 %"), 9);
    line.within("train", "2/2", List.of("50 % of it"), 5); // too soon to be written
    line.step("train", 2, 2, List.of("test 13.00 %"), 0);

    String[] lines = text().split("\n", -1);
    assertThat(lines).hasSize(3);
    assertThat(lines[0]).contains("50 % of it").contains("\r").endsWith("9s left");
    assertThat(lines[0].substring(lines[0].lastIndexOf('\r') + 1)).startsWith("train");
    assertThat(lines[1]).startsWith("train").contains("2/2  test 13.00 %").doesNotContain("50 %");
  }

  @Test
  void aFileHasNothingOfWhatIsBetween() {
    ProgressLine line = line(false);
    line.within("codes against libtorch", 120, 1_000);

    assertThat(text()).isEmpty();
    ProgressLine terminal = line(true);
    terminal.within("codes against libtorch", 120, 1_000);
    assertThat(text()).contains("codes against libtorch").contains("120 of 1,000");
  }
}
