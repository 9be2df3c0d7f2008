package dev.twobit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void numbersAreAlignedRightWithThousandsSeparators() {
    String table =
        new TextTable().text("layer").number("cycles").row("a", 5).row("long", 1234567L).render();

    assertThat(table)
        .isEqualTo(
            """
            layer     cycles
            -----  ---------
            a              5
            long   1,234,567
            """);
  }

  @Test
  void longNamesAreShortenedInTheMiddleToFitTheTerminal() {
    String table =
        new TextTable()
            .text("layer")
            .number("cycles")
            .row("head" + "x".repeat(500) + "tail", 123)
            .render();

    assertThat(table.lines()).allMatch(line -> line.length() <= 120);
    assertThat(table).contains("head").contains("…").contains("tail").contains("123");
  }

  /** Two names that differed only where the middle was cut out used to look alike. */
  @Test
  void namesLoseRepetitionBeforeTheirMiddle() {
    String fourth = "/features/features.4/conv/conv.1/conv.1.0/Conv";
    String wide = "9".repeat(85);
    String table = new TextTable().text("layer").number("n").row(fourth, wide).render();
    String narrow = new TextTable().text("layer").number("n").row(fourth, 9).render();

    assertThat(table).contains("features.4/conv.1.0/Conv ").doesNotContain("…");
    assertThat(narrow).contains(fourth);
    assertThat(Text.withoutRepetition("input -> 3x3")).isEqualTo("input -> 3x3");
    assertThat(Text.withoutRepetition("/layer2/layer2.0/shortcut/Slice_1"))
        .isEqualTo("layer2.0/shortcut/Slice_1");
  }

  @Test
  void controlCharactersOfForeignNamesDoNotReachTheTerminal() {
    String table = new TextTable().text("layer").row("a\u001b[2Jb\nc").render();

    assertThat(table).contains("a?[2Jb?c").doesNotContain("\u001b");
    assertThat(table.lines()).hasSize(3);
  }

  @Test
  void aRowOfTheWrongLengthIsRefused() {
    TextTable table = new TextTable().text("a").text("b");

    assertThatThrownBy(() -> table.row("x")).hasMessageContaining("row of 1 cells");
  }
}
