package dev.twobit.simulator.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.network.InvalidInputException;
import dev.twobit.simulator.validation.EdgeTpuValidation.NetworkLatency;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Array, link and one constant against Coral's published latencies. */
class EdgeTpuValidationTest {
  @TempDir Path folder;

  @Test
  void everyNetworkIsWithinTheBarAndTheModelBeatsTheConstant() {
    EdgeTpuValidation result = EdgeTpuValidation.shipped();
    assertThat(result.networks()).hasSize(6);
    assertThat(result.leftOut()).isEmpty();
    assertThat(result.networks())
        .allSatisfy(n -> assertThat(Math.abs(n.errorPercent())).as("%s", n).isLessThan(25));
    assertThat(result.report().rows()).isEqualTo(5);
    assertThat(result.report().meanErrorPercent())
        .isLessThan(result.constantAloneErrorPercent())
        .isLessThan(result.sameLatencyErrorPercent());
  }

  /** The file's constant is what SqueezeNet leaves, to a hundredth of its latency. */
  @Test
  void theConstantComesFromSqueezeNetAlone() {
    assertThat(EdgeTpuValidation.shipped().networks())
        .filteredOn(NetworkLatency::calibration)
        .singleElement()
        .satisfies(n -> assertThat(n.totalMilliseconds()).isCloseTo(2.1, within(0.02)));
  }

  /** VGG-16 and ResNet-50 stream, the others do not. */
  @Test
  void weightsThatDoNotFitCrossTheLink() {
    assertThat(EdgeTpuValidation.shipped().networks())
        .filteredOn(n -> n.streamMilliseconds() > 0)
        .extracting(NetworkLatency::network)
        .containsExactly("ResNet-50 V1", "VGG16");
  }

  @ParameterizedTest
  @CsvSource({
    "'VGG16,224,zwei', '2: column ''desktop_usb3_edgetpu_ms'': found ''zwei'', expected a number"
        + " above 0'",
    "'VGG16,0,2', '2: column ''input_px'': found ''0'', expected at least 1'",
    "'VGG16,5000,2', expected at most 4096",
    "'SqueezeNet,224,2.1', found no row to score",
    "'VGG99,224,2.1', found no row to score"
  })
  void badRowsAreOneLine(String row, String expected) throws Exception {
    Path file = folder.resolve("rows.csv");
    Files.writeString(file, "model,input_px,desktop_usb3_edgetpu_ms\n" + row + "\n");
    assertThatThrownBy(() -> EdgeTpuValidation.run(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(expected)
        .hasMessageContaining("rows.csv")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void networksThatCannotBeBuiltAreNamed() throws Exception {
    Path file = folder.resolve("rows.csv");
    Files.writeString(
        file, "model,input_px,desktop_usb3_edgetpu_ms\nVGG19,224,308\nVGG16,224,296\n");
    assertThat(EdgeTpuValidation.run(file).leftOut()).containsExactly("VGG19");
  }
}
