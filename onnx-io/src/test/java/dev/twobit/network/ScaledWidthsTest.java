package dev.twobit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.ModelZoo.Model;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScaledWidthsTest {
  /** What is tied stays equally wide, whatever rounding does to the nominal widths. */
  @ParameterizedTest
  @EnumSource(Model.class)
  void everyNetworkOfTheZooIsScaled(Model model) {
    Network nominal = ModelZoo.architecture(model, model.imageSize());
    for (double factor : new double[] {0.25, 0.35, 1, 1.4}) {
      Network scaled = ScaledWidths.of(nominal, factor);

      assertThat(scaled.layers()).hasSameSizeAs(nominal.layers());
      for (Layer.Convolution c : nominal.convolutions()) {
        int width =
            scaled.layer(c.name()).orElseThrow().asConvolution().orElseThrow().outputChannels();
        assertThat(
                List.of(
                    Math.max(1, Math.round(factor * c.outputChannels())),
                    (long) c.outputChannels()))
            .as(c.name())
            .contains((long) width);
      }
      assertThat(scaled.shape(scaled.outputs().get(0)))
          .isEqualTo(nominal.shape(nominal.outputs().get(0)));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 9, Double.NaN})
  void otherFactorsAreRefused(double factor) {
    Network network = ModelZoo.architecture(Model.RESNET8, 32);

    assertThatThrownBy(() -> ScaledWidths.of(network, factor))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("--width: found " + factor);
  }
}
