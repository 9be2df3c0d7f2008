package dev.twobit.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.Sketch.Drawn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChannelDependenciesTest {
  /** A width, and whether an aligned Add's operands differ on the way to it. */
  private record Width(int channels, boolean uneven) {}

  /** Expressions at given widths of the groups. */
  private record At(List<Integer> widths) implements WidthAlgebra<Width> {
    @Override
    public Width fixed(int channels) {
      return new Width(channels, false);
    }

    @Override
    public Width group(int group) {
      return new Width(widths.get(group), false);
    }

    @Override
    public Width largest(List<Width> operands) {
      int most = operands.stream().mapToInt(Width::channels).max().orElseThrow();
      return new Width(most, operands.stream().anyMatch(o -> o.uneven || o.channels != most));
    }

    @Override
    public Width sum(List<Width> blocks) {
      return new Width(
          blocks.stream().mapToInt(Width::channels).sum(), blocks.stream().anyMatch(Width::uneven));
    }

    @Override
    public Width times(Width width, int factor) {
      return new Width(width.channels * factor, width.uneven);
    }
  }

  static Stream<Drawn> all() {
    return SmallNetworks.all().stream();
  }

  static Stream<Drawn> smallAndRandom() {
    return Stream.concat(all(), LongStream.range(0, RANDOM).mapToObj(RandomNetworks::of));
  }

  private static final int RANDOM = 100;

  /** Those whose layers' attributes do not say where blocks begin. */
  static Stream<Drawn> withoutSlices() {
    return all()
        .filter(d -> d.network().layers().stream().noneMatch(Layer.Slice.class::isInstance));
  }

  /** So that a channel that an operand gets more moves none that it is summed with. */
  @ParameterizedTest
  @MethodSource("smallAndRandom")
  void whatAPaddedAddJoinsGrowsAtItsEnd(Drawn drawn) {
    Network network = drawn.network();
    ChannelDependencies found = ChannelDependencies.padded(network);
    Blocks blocks = new Blocks(found.groups());
    for (Layer layer : network.layers()) {
      List<List<String>> operands =
          layer instanceof Layer.Add
              ? WidthAdapter.wholeOperands(network, layer).stream()
                  .map(t -> found.width(t, blocks))
                  .toList()
              : List.of();
      if (operands.stream().distinct().count() > 1) {
        for (List<String> operand : operands) {
          assertThat(operand.subList(0, operand.size() - 1))
              .as(layer.name())
              .allMatch("fixed"::equals);
          assertThat(operand.get(operand.size() - 1)).doesNotContain("cut");
        }
      }
    }
  }

  /** What a tensor's channels are, block by block. */
  private record Blocks(List<WidthGroup> groups) implements WidthAlgebra<List<String>> {
    @Override
    public List<String> fixed(int channels) {
      return List.of("fixed");
    }

    @Override
    public List<String> group(int group) {
      return List.of((groups.get(group).multiple() > 1 ? "cut " : "group ") + group);
    }

    @Override
    public List<String> largest(List<List<String>> operands) {
      return List.of("sum of " + operands);
    }

    @Override
    public List<String> sum(List<List<String>> blocks) {
      return blocks.stream().flatMap(List::stream).toList();
    }

    @Override
    public List<String> times(List<String> width, int factor) {
      return width;
    }
  }

  @ParameterizedTest
  @MethodSource("smallAndRandom")
  void derivedNetworksFitAndAreAsWideAsTheExpressionsSay(Drawn drawn) {
    Network network = drawn.network();
    for (Derivation how : Derivation.values()) {
      ChannelDependencies found = how.dependencies(network);
      for (int seed = 0; seed < 40; seed++) {
        At genotype = new At(widths(found, new Random(seed)));
        Network derived = how.adapt(network, layerWidths(network, found, genotype));
        ShapeJudge.check(derived);
        compare(network, derived, found, genotype, how + ", seed " + seed);
        boolean same = derived.layers().size() == network.layers().size();
        assertThat(same || how != Derivation.TIED).isTrue();
        assertThat(derived.convolutions().size() == network.convolutions().size())
            .isEqualTo(same || how == Derivation.PADDED);
      }
    }
  }

  private static void compare(
      Network network, Network derived, ChannelDependencies found, At genotype, String at) {
    At nominal = new At(found.groups().stream().map(WidthGroup::nominal).toList());
    for (String tensor : network.shapes().keySet()) {
      Width now = found.width(tensor, genotype);
      int before = found.width(tensor, nominal).channels;
      long expected = network.shape(tensor).elementCount() / before * now.channels;
      long is = derived.shape(tensor).elementCount();
      if (now.uneven && !at.startsWith("PADDED")) {
        assertThat(is).as(tensor + ", " + at).isLessThanOrEqualTo(expected);
      } else {
        assertThat(is).as(tensor + ", " + at).isEqualTo(expected);
      }
    }
  }

  private static List<Integer> widths(ChannelDependencies found, Random random) {
    return found.groups().stream()
        .map(g -> g.multiple() * (1 + random.nextInt(2 * g.nominal() / g.multiple())))
        .toList();
  }

  private static Map<String, Integer> layerWidths(
      Network network, ChannelDependencies found, At genotype) {
    Map<String, Integer> widths = new HashMap<>();
    for (Layer layer : network.layers()) {
      if (layer instanceof Layer.Convolution) {
        widths.put(layer.name(), found.width(layer.output(), genotype).channels);
      }
    }
    for (int g = 0; g < found.groups().size(); g++) {
      for (String layer : found.groups().get(g).layers()) {
        widths.put(layer, genotype.widths.get(g));
      }
    }
    return widths;
  }

  /**
   * Every set of layers is widened, all others left: the network fits if and only if the set is
   * made of whole groups, with the depthwise convolutions on several of them.
   */
  @ParameterizedTest
  @MethodSource("withoutSlices")
  void groupsAreThoseThatTryingFinds(Drawn drawn) {
    Network network = drawn.network();
    ChannelDependencies found = ChannelDependencies.tied(network);
    At nominal = new At(found.groups().stream().map(WidthGroup::nominal).toList());
    List<String> layers =
        network.layers().stream()
            .filter(l -> l instanceof Layer.Convolution || isGate(l, found))
            .map(Layer::name)
            .toList();
    for (int set = 0; set < 1 << layers.size(); set++) {
      Set<String> changed = new HashSet<>();
      for (int i = 0; i < layers.size(); i++) {
        if ((set >> i & 1) == 1) {
          changed.add(layers.get(i));
        }
      }
      List<Integer> genotype = new ArrayList<>();
      for (WidthGroup group : found.groups()) {
        boolean whole = changed.containsAll(group.layers());
        genotype.add(whole ? group.nominal() + STEP : group.nominal());
      }
      At widths = new At(genotype);
      Set<String> explained =
          layers.stream()
              .filter(l -> !found.width(l, widths).equals(found.width(l, nominal)))
              .collect(Collectors.toSet());
      Map<String, Integer> tried = new HashMap<>();
      for (String layer : changed) {
        // A layer in no group has a width that follows from others': try the one it would have.
        int follows = found.width(layer, widths).channels;
        int own = network.shape(layer).channels();
        tried.put(layer, follows == own ? own + STEP : follows);
      }
      assertThat(RawNetwork.fits(drawn, tried))
          .as(drawn + ": " + changed + ", expected whole groups of " + found.groups())
          .isEqualTo(changed.equals(explained));
    }
  }

  /** A multiple of all groups in use. */
  private static final int STEP = 8;

  private static boolean isGate(Layer layer, ChannelDependencies found) {
    return layer instanceof Layer.FullyConnected
        && found.groups().stream().anyMatch(g -> g.layers().contains(layer.name()));
  }

  private static Set<Set<String>> groups(ChannelDependencies found) {
    return found.groups().stream().map(g -> Set.copyOf(g.layers())).collect(Collectors.toSet());
  }

  @Test
  void adjacentConvolutionsAreTiedByAddsOnlyIfAsked() {
    Network network = SmallNetworks.residual().network();

    assertThat(groups(ChannelDependencies.tied(network)))
        .containsExactlyInAnyOrder(
            Set.of("stem", "b"), Set.of("a"), Set.of("c"), Set.of("d", "shortcut"));
    assertThat(groups(ChannelDependencies.aligned(network)))
        .containsExactlyInAnyOrder(
            Set.of("stem"), Set.of("a"), Set.of("b"), Set.of("c"), Set.of("d", "shortcut"));
  }

  @Test
  void depthwiseAndGatesAreAlwaysTied() {
    assertThat(groups(ChannelDependencies.aligned(SmallNetworks.gated().network())))
        .containsExactlyInAnyOrder(
            Set.of("stem"),
            Set.of("expand", "deep", "restore"),
            Set.of("reduce"),
            Set.of("project"));
    // The gate works on a sum, which therefore is not aligned.
    assertThat(groups(ChannelDependencies.aligned(SmallNetworks.gatedByConnected().network())))
        .containsExactlyInAnyOrder(Set.of("stem"), Set.of("a", "b", "restore"), Set.of("c"));
  }

  @Test
  void shufflesTieTheirBlocksOrAskForMultiples() {
    assertThat(ChannelDependencies.aligned(SmallNetworks.splitAndShuffled().network()).groups())
        .extracting(WidthGroup::layers)
        .containsExactlyInAnyOrder(
            List.of("stem", "left.deep"),
            List.of("left", "right"),
            List.of("r1", "right.deep"),
            List.of("t1", "t.deep"),
            List.of("t2"),
            List.of("head"));
    assertThat(ChannelDependencies.tied(SmallNetworks.shuffled().network()).groups())
        .containsExactlyInAnyOrder(
            new WidthGroup(List.of("stem", "expand"), 8, 2),
            new WidthGroup(List.of("reduce", "deep"), 4, 2));
  }

  /** Padding of a plane, and a sum that no shortcut fits on, while channels are elsewhere. */
  @Test
  void channelsElsewhereAreFollowedAsFarAsTheyCanBeAdapted() {
    assertThat(ChannelDependencies.tied(SmallNetworks.splitAndFramed().network()).groups())
        .containsExactlyInAnyOrder(
            new WidthGroup(List.of("a"), 4, 2), new WidthGroup(List.of("b"), 6, 1));
    assertThat(groups(ChannelDependencies.aligned(SmallNetworks.addedChannelsLast().network())))
        .containsExactlyInAnyOrder(Set.of("a", "b"), Set.of("c"));
  }

  @Test
  void tensorsWithoutAnAxisForChannelsAreLeftAlone() {
    Sketch s = new Sketch(6);
    String some = s.add(new Layer.Slice("some", "x", "some", List.of(1), List.of(4), List.of(1)));
    s.add(new Layer.Pad("more", some, "more", List.of(1), List.of(2), 0));
    Network network = s.drawn("a row", "more").network();

    assertThat(ChannelDependencies.tied(network).groups()).isEmpty();
    assertThat(WidthAdapter.adapt(network, Map.of()).shapes()).isEqualTo(network.shapes());
  }

  @Test
  void whatCannotBeFollowedIsFixedAndNamed() {
    ChannelDependencies sliced = ChannelDependencies.tied(SmallNetworks.sliced().network());
    assertThat(groups(sliced))
        .containsExactlyInAnyOrder(Set.of("a"), Set.of("b"), Set.of("d"), Set.of("e"));
    CostSummary costs = CostSummary.of(SmallNetworks.sliced().network());
    double share = (double) costs.layerMacs().getOrDefault("c", 0L) / costs.macs();
    assertThat(sliced.fixed())
        .containsExactly(
            new FixedWidth(
                List.of("c"), "cut", "(Slice) leaves no way to follow channels through it", share));
    assertThat(sliced.fixed().get(0).toString())
        .startsWith("c (")
        .endsWith("keeps its width: 'cut' (Slice) leaves no way to follow channels through it");

    ChannelDependencies image = ChannelDependencies.tied(SmallNetworks.fixedByImage().network());
    assertThat(groups(image)).containsExactlyInAnyOrder(Set.of("a"), Set.of("c"));
    assertThat(image.fixed()).extracting(FixedWidth::layers).containsExactly(List.of("b", "d"));
    assertThat(image.fixed()).extracting(FixedWidth::node).containsExactly("add");

    assertThat(ChannelDependencies.tied(SmallNetworks.padded().network()).fixed())
        .extracting(FixedWidth::layers)
        .containsExactly(List.of("stem"), List.of("b"));
    assertThat(ChannelDependencies.aligned(SmallNetworks.padded().network()).fixed()).isEmpty();
    assertThat(ChannelDependencies.tied(SmallNetworks.spatialGate().network()).fixed())
        .extracting(FixedWidth::layers)
        .containsExactly(List.of("gate"));
  }
}
