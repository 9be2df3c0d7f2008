package dev.twobit.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.tensor.Torch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverwrittenOperandsTest {
  private static final int BATCH = 8;

  @Test
  void onlyWhatNothingElseReadsIsWrittenOver() {
    Network network = TestNetworks.block(8);
    OverwrittenOperands all = OverwrittenOperands.of(network, Set.of(), Set.of());
    Map<String, Integer> found = new LinkedHashMap<>();
    for (Layer layer : network.layers()) {
      OptionalInt operand = all.of(layer);
      operand.ifPresent(i -> found.put(layer.name(), i));
    }
    // Of the sum, not its operand 1, which conv1 reads too.
    assertThat(found).isEqualTo(Map.of("relu0", 0, "relu1", 0, "add", 0, "relu2", 0));
    OverwrittenOperands some = OverwrittenOperands.of(network, Set.of("relu1"), Set.of());
    assertThat(some.of(network.layer("relu1").orElseThrow())).isEmpty();
    OverwrittenOperands none = OverwrittenOperands.of(allRead(network), Set.of(), Set.of());
    assertThat(network.layers()).allMatch(l -> none.of(l).isEmpty());
  }

  /** Every tensor is an output: none is freed or written over, no ReLU left out. */
  private static Network allRead(Network network) {
    List<String> outputs = new ArrayList<>(network.outputs());
    network.layers().stream()
        .map(Layer::output)
        .filter(t -> !network.outputs().contains(t))
        .forEach(outputs::add);
    return new Network(
        network.name(),
        network.inputs(),
        outputs,
        network.layers(),
        network.shapes(),
        network.parameters(),
        true);
  }

  /** The loss and every gradient, to the bit. */
  private static Map<String, float[]> step(Network network, QuantizationScheme scheme, long seed) {
    TrainableNetwork model = TrainableNetwork.of(network, scheme);
    Random random = new Random(seed);
    float[] pixels = new float[BATCH * 32 * 32];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    long[] labels = random.longs(BATCH, 0, 10).toArray();
    Map<String, float[]> result = new LinkedHashMap<>();
    try (PointerScope scope = new PointerScope()) {
      Tensor images = Torch.channelsLast(Torch.tensor(pixels, BATCH, 1, 32, 32));
      Tensor loss = torch.cross_entropy_loss(model.forward(images, true), Tensor.create(labels));
      loss.backward();
      result.put("loss", Torch.floats(loss));
      model.trainable().forEach((key, p) -> result.put(key, Torch.floats(p.grad())));
      assertThat(Torch.floats(images)).as("the images are left alone").isEqualTo(pixels);
    }
    return result;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"none none", "dorefa pact:init=data", "lsq lsq", "wrpn dorefa", "qil qil"})
  void whatIsFreedAndWrittenOverHasNoEffect(String choices) {
    String[] names = choices.split(" ", -1);
    QuantizationScheme scheme =
        QuantizationScheme.of(
            QuantizerChoice.parse("--weights", names[0], 2),
            QuantizerChoice.parse("--activations", names[1], 2));
    for (long seed = 1; seed <= 3; seed++) {
      Network network = Initializer.initialize(TestNetworks.block(16), seed);
      Map<String, float[]> expected = step(allRead(network), scheme, seed);
      Map<String, float[]> actual = step(network, scheme, seed);
      assertThat(actual.keySet()).isEqualTo(expected.keySet());
      actual.forEach((key, values) -> assertThat(values).as(key).isEqualTo(expected.get(key)));
    }
  }
}
