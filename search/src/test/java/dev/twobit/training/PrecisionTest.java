package dev.twobit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.network.Network;
import dev.twobit.tensor.Precision;
import dev.twobit.tensor.Torch;
import java.util.Map;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrecisionTest {
  private static final int BATCH = 32;

  private static Network block() {
    return Initializer.initialize(TestNetworks.block(16), 1);
  }

  private static Tensor images() {
    Random random = new Random(2);
    float[] pixels = new float[BATCH * 32 * 32];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    return Torch.channelsLast(Torch.tensor(pixels, BATCH, 1, 32, 32));
  }

  private static Tensor labels() {
    long[] labels = new long[BATCH];
    for (int i = 0; i < BATCH; i++) {
      labels[i] = i % 10;
    }
    return Tensor.create(labels);
  }

  private static double loss(TrainableNetwork network, int steps) {
    Sgd sgd = new Sgd(0.9, 0, 0);
    sgd.prepare(network.trainable());
    double value = 0;
    for (int i = 0; i < steps; i++) {
      try (PointerScope scope = new PointerScope()) {
        Tensor loss = torch.cross_entropy_loss(network.forward(images(), true), labels());
        loss.backward();
        sgd.step(network.trainable(), 0.02);
        network.constrain();
        value = loss.item_double();
      }
    }
    return value;
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"none", "pact"})
  void bf16LearnsAsFloat32Does(String quantizer) {
    QuantizationScheme scheme =
        quantizer.equals("none") ? QuantizationScheme.none() : QuantizationScheme.pact(2, true);
    double first = loss(TrainableNetwork.of(block(), scheme).withPrecision(Precision.BF16), 1);
    assertThat(first).isCloseTo(loss(TrainableNetwork.of(block(), scheme), 1), within(0.02));
    TrainableNetwork trained = TrainableNetwork.of(block(), scheme).withPrecision(Precision.BF16);
    double last = loss(trained, 12);
    assertThat(last).isLessThan(first);
    assertThat(last).isCloseTo(loss(TrainableNetwork.of(block(), scheme), 12), within(0.1));
  }

  @Test
  void parametersStatisticsAndEvaluationStayInFloat32() {
    TrainableNetwork network = TrainableNetwork.of(block(), QuantizationScheme.pact(2, true));
    network.withPrecision(Precision.BF16);
    loss(network, 2);
    for (Map<String, Tensor> tensors : java.util.List.of(network.trainable(), network.buffers())) {
      tensors.forEach(
          (key, t) ->
              assertThat(t.scalar_type().intern()).as(key).isEqualTo(torch.ScalarType.Float));
    }
    float[] before;
    float[] after;
    try (PointerScope scope = new PointerScope()) {
      before = Torch.floats(network.forward(images(), false));
      after = Torch.floats(network.withPrecision(Precision.FLOAT32).forward(images(), false));
    }
    assertThat(before).isEqualTo(after);
  }

  @Test
  void onlyReluBeforeTheClipIsRedundant() {
    Network network = block();
    var pact = TrainableNetwork.of(network, QuantizationScheme.pact(2, true)).quantizers();
    assertThat(RedundantActivations.of(network, pact.inputs())).containsExactly("relu1");
    assertThat(RedundantActivations.of(network, Map.of())).isEmpty();
  }
}
