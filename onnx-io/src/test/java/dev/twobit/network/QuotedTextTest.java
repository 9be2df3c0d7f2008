package dev.twobit.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuotedTextTest {
  @Test
  void keepsWhatIsShortAndPlain() {
    assertThat(QuotedText.name("conv1/weight")).isEqualTo("conv1/weight");
    assertThat(QuotedText.message("expected 3, found 4")).isEqualTo("expected 3, found 4");
  }

  @Test
  void whatBreaksOrTurnsALineBecomesAQuestionMark() {
    assertThat(QuotedText.name("a\nb\u001bc\u2028d\u202ee\u2066f")).isEqualTo("a?b?c?d?e?f");
  }

  @Test
  void aLongNameKeepsItsBeginning() {
    assertThat(QuotedText.name("a".repeat(80))).hasSize(80).doesNotContain("...");
    assertThat(QuotedText.name("ba".repeat(50))).hasSize(80).startsWith("baba").endsWith("b...");
  }

  @Test
  void aLongMessageKeepsItsEndToo() {
    String shown = QuotedText.message("found " + "x".repeat(1000) + " expected 3");
    assertThat(shown).hasSize(400).startsWith("found x").contains("x...x").endsWith(" expected 3");
  }
}
