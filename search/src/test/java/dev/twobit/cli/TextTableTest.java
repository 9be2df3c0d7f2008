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
