package dev.twobit.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.tensor.Torch;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.DatasetPair;
import dev.twobit.training.data.Normalization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every pair of quantizers trains: the loss of a few images falls and stays finite. */
@Tag("slow")
class QuantizerPairsTest {
  private static final int IMAGES = 32;

  @TempDir Path folder;

  private static final DatasetPair DATA = DatasetPair.load("embedded");
  private static final float[] PIXELS =
      new BatchMaker(DATA.train(), Normalization.measured(DATA.train())).plain(0, IMAGES);
  private static final int[] FIRST = IntStream.range(0, IMAGES).toArray();

  static Stream<QuantizationScheme> pairs() {
    Stream<QuantizationScheme> all =
        Stream.of("none", "dorefa", "sawb", "sawb:zero=true", "lsq", "qil", "wrpn", "gaussian")
            .flatMap(
                w ->
                    Stream.of("none", "pact:init=data", "dorefa", "lsq", "qil", "wrpn", "hwgq")
                        .map(a -> scheme(w, a)));
    return Stream.concat(all, newer());
  }

  private static Stream<QuantizationScheme> newer() {
    return Stream.of(
        scheme("apot", "pact:init=data"),
        scheme("lsq:normalize=mean-std", "lsq"),
        scheme("dorefa:delta=0.5", "pact:init=data,delta=0.5"),
        scheme("lsq:delta=0.5", "lsq:delta=0.5"),
        scheme("lsq", "lsqplus"),
        scheme("sawb", "n2uq"),
        scheme("lsq", "n2uq:delta=0.5"),
        scheme("qil:normalize=std,delta=0.5", "qil:delta=0.5"));
  }

  private static QuantizationScheme scheme(String weights, String activations) {
    return QuantizationScheme.of(
        QuantizerChoice.parse("--weights", weights, 2),
        QuantizerChoice.parse("--activations", activations, 2));
  }

  private static TrainableNetwork fresh(QuantizationScheme scheme) {
    return TrainableNetwork.of(Initializer.initialize(TestNetworks.block(8), 5), scheme);
  }

  private static double step(TrainableNetwork model) {
    try (PointerScope scope = new PointerScope()) {
      Tensor images = Torch.tensor(PIXELS, IMAGES, 1, 32, 32);
      long[] labels = DATA.train().labels(FIRST);
      Tensor loss =
          torch.cross_entropy_loss(model.forward(images, true), Tensor.create(labels, IMAGES));
      loss.backward();
      try (NoGradGuard guard = new NoGradGuard()) {
        for (Tensor p : model.trainable().values()) {
          if (p.mutable_grad().defined()) {
            p.add_(p.mutable_grad(), Torch.scalar(-0.05));
            p.mutable_grad().zero_();
          }
        }
      }
      model.constrain();
      return loss.item_double();
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void theLossFalls(QuantizationScheme scheme) {
    TrainableNetwork model = fresh(scheme);
    List<Double> losses = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      losses.add(step(model));
    }
    assertThat(losses).allMatch(Double::isFinite);
    assertThat(losses.subList(9, 12).stream().mapToDouble(l -> l).average().orElseThrow())
        .isLessThan(losses.get(0) - 0.03);
  }

  /** Learned parameters of weights and activations are in the checkpoint. */
  @Test
  void continuedFromACheckpointItGoesOnInTheSameBits() throws IOException {
    for (QuantizationScheme scheme :
        List.of(
            scheme("lsq", "lsq"),
            scheme("qil", "qil"),
            scheme("apot", "lsqplus:delta=0.5"),
            scheme("lsq", "n2uq"))) {
      TrainableNetwork whole = fresh(scheme);
      for (int i = 0; i < 3; i++) {
        step(whole);
      }
      Map<String, float[]> arrays = new LinkedHashMap<>();
      Checkpoint.put(arrays, "w.", whole.trainable());
      Checkpoint.put(arrays, "b.", whole.buffers());
      assertThat(arrays.keySet()).anyMatch(k -> k.contains("conv1.quantizer."));
      Path file = folder.resolve("checkpoint");
      new Checkpoint(1, Map.of(), arrays).write(file);
      TrainableNetwork resumed = fresh(scheme);
      Checkpoint read = Checkpoint.read(file);
      read.restore("w.", resumed.trainable(), file);
      read.restore("b.", resumed.buffers(), file);
      resumed.skipInitialization();
      for (int i = 0; i < 3; i++) {
        assertThat(step(resumed)).isEqualTo(step(whole));
      }
      whole
          .trainable()
          .forEach(
              (key, p) -> {
                Tensor same = resumed.trainable().get(key);
                assertThat(same).isNotNull();
                assertThat(Torch.floats(same)).as(key).isEqualTo(Torch.floats(p));
              });
    }
  }
}
