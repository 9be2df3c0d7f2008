package dev.twobit.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A host's YAML, good and bad. */
class HostProcessorTest {
  private static final String USUAL = HostProcessor.usualText();

  @Test
  void theUsualOneIsPresentAndNamesItsSources() {
    HostProcessor host = HostProcessor.usual();
    assertThat(host.isPresent()).isTrue();
    assertThat(host.sources()).isNotEmpty();
    assertThat(HostProcessor.NONE.isPresent()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "macsPerCycle: {value: 4,|macsPerCycle: {value: 0,|'macsPerCycle.value': found 0",
        "macsPerCycle:|macPerCycle:|unknown key 'macPerCycle' in the file; did you mean",
        "source: horowitz|source: horowit|'picojoulesPerCycle.source': found \"horowit\", expected a key of sources",
        "name: cortex-a53|name: [a]|'name': found",
        "description: One|descriptin: One|unknown key 'descriptin'",
      })
  void whatIsWrongIsNamedWithItsLine(String good, String bad, String says) {
    assertThat(USUAL).contains(good);
    assertThatThrownBy(() -> HostProcessor.parse("h.yaml", USUAL.replace(good, bad)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageMatching("h\\.yaml:[0-9]+: .*")
        .hasMessageContaining(says);
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> HostProcessor.read(Path.of("none.yaml")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("none.yaml: no such file; expected a host processor's YAML description");
  }
}
