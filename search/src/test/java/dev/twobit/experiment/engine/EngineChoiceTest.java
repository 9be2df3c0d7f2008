package dev.twobit.experiment.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineChoiceTest {
  @ParameterizedTest
  @ValueSource(strings = {"local", "local:1", "local:1024", "slurm", "slurm:gpu-long"})
  void isReadAsItIsWritten(String text) {
    assertThat(EngineChoice.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "local:",
        "local:0",
        "local:1025",
        "local:-1",
        "local:x",
        "slurm:a b",
        "spark"
      })
  void othersAreRefusedInALine(String text) {
    assertThatThrownBy(() -> EngineChoice.parse(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "--engine: found '"
                + text
                + "', expected local, local:N with N from 1 to 1024, slurm or slurm:PARTITION");
  }

  @Test
  void processesDoNotShareProcessors() {
    int processors = Runtime.getRuntime().availableProcessors();

    Engines.require(EngineChoice.parse("local:1024"), 1);
    Engines.require(EngineChoice.parse("local:1"), processors);
    assertThatThrownBy(() -> Engines.require(EngineChoice.parse("local:2"), processors + 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("--engine local:2: found --threads " + (processors + 1));
  }
}
