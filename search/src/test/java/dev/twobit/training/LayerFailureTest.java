package dev.twobit.training;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow") // loads libtorch
class LayerFailureTest {
  /** Five channels where the first convolution has weights for three. */
  @Test
  void theLayerAndWhatItReadsAreNamed() {
    Network network = ModelZoo.build(ModelZoo.Model.of("resnet8"), 3, 10, 32, 1);
    TrainableNetwork trained = TrainableNetwork.of(network, QuantizationScheme.none());
    try (Tensor images = torch.zeros(2, 5, 32, 32)) {
      assertThatThrownBy(() -> trained.forward(images, false))
          .isInstanceOf(LayerFailure.class)
          .hasMessageStartingWith("layer 'stem.conv' reading 2x5x32x32: ")
          .hasMessageContaining("channels")
          .hasCauseInstanceOf(RuntimeException.class);
    }
  }
}
