package dev.twobit.search.slimmable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.Network;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.contest.ComparedSearch;
import dev.twobit.search.contest.ContestTasks;
import dev.twobit.search.contest.TrainedJudge;
import dev.twobit.search.inherit.ChannelOrder;
import dev.twobit.search.inherit.Inheritance;
import dev.twobit.search.inherit.ParameterSlices;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import dev.twobit.search.space.TinyNetworks;
import dev.twobit.tensor.Torch;
import dev.twobit.training.Calibration;
import dev.twobit.training.Initializer;
import dev.twobit.training.LayerQuantizers;
import dev.twobit.training.TrainableNetwork;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of the super-net against networks of the same widths with copied weights. */
class SlimmableNetTest {
  private static final SearchSettings SETTINGS =
      SearchSettings.preset("smoke").with("coupling", "tied");

  @TempDir Path folder;

  static List<String> names() {
    return TinyNetworks.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void aPartAnswersAndLearnsToTheBitAsTheSlicedNetwork(String name) {
    Network network = TinyNetworks.of(name);
    SearchTask task =
        ContestTasks.of(network, "1.5x", Optional.of(Initializer.initialize(network, 3)));
    requireEqual(task, new Random(name.hashCode()));
  }

  /** What Adds and poolings read has the steps of the whole, and teaches them. */
  @ParameterizedTest
  @ValueSource(ints = {8, 4, 2})
  void aPartHasTheResidualPathOfTheWhole(int residualBits) {
    Network network = TinyNetworks.of("residual");
    SearchTask task =
        ContestTasks.of(network, "1.5x", Optional.of(Initializer.initialize(network, 3)));
    requireEqual(
        new SearchTask(
            network,
            task.costs(),
            task.budgets(),
            task.scheme().withResidual(QuantizerChoice.of("lsq", residualBits)),
            task.images(),
            task.start(),
            task.execution()),
        new Random(residualBits));
  }

  private void requireEqual(SearchTask task, Random random) {
    ComparedSearch.Scene scene = ContestTasks.scene(task, SETTINGS, folder);
    Map<String, Integer> widest = new LinkedHashMap<>();
    scene.space().units().values().forEach(u -> widest.put(u.name(), u.widest()));
    SlimmableNet net = SlimmableNet.of(scene, TrainedJudge.parent(task, scene.space()), widest);
    moveWeights(net.whole());
    for (int i = 0; i < 4; i++) {
      Map<String, Integer> widths = drawn(scene.space(), random, i);
      Tensor images = images(random);
      requireEqual(scene, net, task, widths, images);
    }
  }

  /** As a training does. */
  private static void moveWeights(TrainableNetwork whole) {
    Random random = new Random(5);
    try (NoGradGuard guard = new NoGradGuard()) {
      whole
          .trainable()
          .forEach(
              (key, tensor) -> {
                float[] noise = new float[(int) tensor.numel()];
                for (int i = 0; i < noise.length; i++) {
                  noise[i] = 1 + 0.2f * (float) random.nextGaussian();
                }
                tensor.mul_(Torch.tensor(noise, tensor.sizes().vec().get()));
              });
    }
    whole.constrain();
  }

  /** The widest first, then any candidates. */
  private static Map<String, Integer> drawn(SearchSpace space, Random random, int which) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    for (SearchUnit unit : space.units().values()) {
      List<Integer> all = unit.candidates();
      widths.put(unit.name(), which == 0 ? unit.widest() : all.get(random.nextInt(all.size())));
    }
    return widths;
  }

  private static Tensor images(Random random) {
    float[] pixels = new float[6 * 3 * 8 * 8];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    return Torch.channelsLast(Torch.tensor(pixels, 6, 3, 8, 8));
  }

  private static void requireEqual(
      ComparedSearch.Scene scene,
      SlimmableNet net,
      SearchTask task,
      Map<String, Integer> widths,
      Tensor images) {
    Network whole = net.whole().toNetwork();
    SearchSpace space = SETTINGS.space(whole);
    Inheritance slicing = Inheritance.of(space, whole, ChannelOrder.identity(space));
    TrainableNetwork sliced = TrainableNetwork.of(slicing.at(widths, 1), task.scheme());
    Calibration.adopt(sliced, net.whole());
    assertThat(sliced.structure().layers())
        .isEqualTo(task.costs().derive(scene.space(), widths).layers());
    Tensor expected = sliced.forward(images, true);
    Tensor found = net.part(widths).forward(images, true);
    assertThat(Torch.floats(found)).containsExactly(Torch.floats(expected));
    expected.square().sum().backward();
    net.whole().trainable().values().forEach(SlimmableNetTest::forget);
    found.square().sum().backward();
    ParameterSlices slices = slicing.slices(widths);
    sliced
        .trainable()
        .forEach(
            (key, tensor) -> {
              Tensor gradient = gradient(net.whole().trainable(), key);
              boolean ofPart = !LayerQuantizers.isQuantizerKey(key);
              Tensor part = ofPart ? slices.of(key, gradient) : gradient;
              assertThat(Torch.floats(part)).containsExactly(Torch.floats(tensor.mutable_grad()));
              // Nothing is learned outside of the part.
              assertThat(torch.count_nonzero(gradient).item_long())
                  .isEqualTo(torch.count_nonzero(part).item_long());
            });
  }

  private static Tensor gradient(Map<String, Tensor> leaves, String key) {
    Tensor leaf = leaves.get(key);
    assertThat(leaf).as(key).isNotNull();
    return java.util.Objects.requireNonNull(leaf).mutable_grad();
  }

  private static void forget(Tensor leaf) {
    if (leaf.mutable_grad().defined()) {
      leaf.mutable_grad().zero_();
    }
  }
}
