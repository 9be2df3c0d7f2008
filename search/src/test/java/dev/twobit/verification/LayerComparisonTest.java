package dev.twobit.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.PrecisionConfig.Encoding;
import dev.twobit.simulator.verification.RandomConvolution;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Integers of the clocked engine against ONNX Runtime's, code by code. */
@Tag("slow")
class LayerComparisonTest {
  private static final int CHUNKS = 4;
  private static final int LAYERS_PER_CHUNK = 75;

  static IntStream chunks() {
    return IntStream.range(0, CHUNKS);
  }

  @ParameterizedTest
  @MethodSource("chunks")
  void everyCodeIsOnnxRuntimes(int chunk) {
    long first = (long) chunk * LAYERS_PER_CHUNK;
    LongStream.range(first, first + LAYERS_PER_CHUNK)
        .forEach(seed -> assertThat(LayerComparison.run(seed).difference()).isEmpty());
  }

  /** Equality says nothing of what is never drawn. */
  @Test
  void layersOfEveryKindAreDrawn() {
    List<RandomConvolution> drawn =
        LongStream.range(0, (long) CHUNKS * LAYERS_PER_CHUNK)
            .mapToObj(RandomConvolution::draw)
            .toList();
    for (int bits = 1; bits <= 8; bits++) {
      int width = bits;
      assertOften(drawn, bits + "-bit weights", layer(c -> c.weightBits() == width));
      assertOften(drawn, bits + "-bit activations", layer(c -> c.inputBits() == width));
      assertOften(drawn, bits + "-bit outputs", layer(c -> c.outputBits().contains(width)));
    }
    for (Encoding encoding : Encoding.values()) {
      for (boolean systolic : new boolean[] {false, true}) {
        assertOften(
            drawn,
            encoding + " systolic " + systolic,
            r ->
                r.operands().encoding() == encoding
                    && r.hardware().array() instanceof ArrayConfig.Systolic == systolic);
      }
    }
    assertOften(drawn, "asymmetric", layer(c -> c.window().padTop() != c.window().padBottom()));
    assertOften(drawn, "dilated", layer(c -> c.window().dilationWidth() > 1));
    assertOften(drawn, "strided", layer(c -> c.window().strideHeight() > 1));
    assertOften(drawn, "grouped", layer(c -> c.groups() > 1 && c.groups() < c.inputChannels()));
    assertOften(drawn, "depthwise", layer(c -> c.groups() > 1 && c.groups() == c.inputChannels()));
    assertOften(drawn, "padding that counts", r -> r.operands().padCode() > 0);
    assertOften(drawn, "rounded before an add", r -> !r.operands().scaling().roundings().isEmpty());
    assertOften(drawn, "floats", r -> LayerExport.fitsFloat(r.layer(), r.operands()));
  }

  private static Predicate<RandomConvolution> layer(Predicate<LayerWorkload.Convolution> is) {
    return drawn -> is.test(drawn.layer());
  }

  private static void assertOften(
      List<RandomConvolution> drawn, String kind, Predicate<RandomConvolution> is) {
    assertThat(drawn.stream().filter(is).count()).as(kind).isGreaterThan(8);
  }
}
