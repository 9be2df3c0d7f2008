package dev.twobit.search.supernet;

import dev.twobit.network.Layer;
import dev.twobit.network.LayerKinds;
import dev.twobit.network.Network;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.TensorWidth;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the axes of a super-net's parameters have the length of, by key. */
final class ParameterAxes {
  /**
   * One axis of a parameter.
   *
   * @param divisor groups: so many channels of the width share an entry
   */
  record Axis(TensorWidth width, int divisor) {
    int length(Map<String, Integer> widths) {
      return width.at(widths) / divisor;
    }
  }

  private final ChannelPositions positions;
  private final Map<String, List<Axis>> axes = new HashMap<>();

  ParameterAxes(SearchSpace space) {
    this.positions = new ChannelPositions(space);
    Network network = space.network();
    Map<String, Layer.BatchNormalization> following = NormalizationKeys.following(network);
    for (Layer layer : network.layers()) {
      layer.asWeighted().ifPresent(w -> axes.putAll(w.fold(new WeightAxes(space))));
      layer
          .asBatchNormalization()
          .ifPresent(b -> normalization(b, space, !following.containsValue(b)));
    }
  }

  /** Rows are what is written, columns what is read. */
  private record WeightAxes(SearchSpace space)
      implements LayerKinds.Weighted.Cases<Map<String, List<Axis>>> {
    @Override
    public Map<String, List<Axis>> convolution(Layer.Convolution c) {
      Axis rows = new Axis(space.width(c.output()), 1);
      Axis columns = new Axis(space.width(c.input()), c.groups());
      boolean depthwise = c.isDepthwise();
      return Map.of(
          c.name() + ".weight", depthwise ? List.of(rows) : List.of(rows, columns),
          c.name() + ".bias", List.of(rows),
          c.name() + ".hidden", depthwise ? List.of() : List.of(columns));
    }

    @Override
    public Map<String, List<Axis>> fullyConnected(Layer.FullyConnected f) {
      Axis rows = new Axis(space.width(f.output()), 1);
      boolean flat = space.network().shape(f.input()).rank() == 2;
      Axis columns =
          new Axis(flat ? space.width(f.input()) : TensorWidth.fixed(f.inputFeatures()), 1);
      return Map.of(
          f.name() + ".weight", List.of(rows, columns),
          f.name() + ".bias", List.of(rows),
          f.name() + ".hidden", List.of(columns));
    }

    @Override
    public Map<String, List<Axis>> transposedConvolution(Layer.TransposedConvolution layer) {
      // A super-net has none: refused where its weights are made.
      return Map.of();
    }
  }

  private void normalization(Layer.BatchNormalization b, SearchSpace space, boolean alone) {
    List<TensorWidth> blocks = ChannelPositions.blocks(space.width(b.output()));
    for (String field : NormalizationKeys.FIELDS) {
      if (alone) {
        axes.put(b.name() + field, List.of(new Axis(space.width(b.output()), 1)));
      }
      for (int i = 0; i < blocks.size() && !alone; i++) {
        String block = NormalizationKeys.block(b.name(), i, blocks.size());
        axes.put(block + "@" + field, List.of(new Axis(blocks.get(i), 1)));
      }
    }
  }

  ChannelPositions positions() {
    return positions;
  }

  /** Leading axes that follow widths, outermost first; none of what does not. */
  List<Axis> of(String key) {
    return axes.getOrDefault(key.replaceFirst("@\\d+(?=\\.[a-z]+$)", "@"), List.of());
  }

  /** Entries along an axis at widths {@code large} of the channels there at {@code small}. */
  int[] entries(Axis axis, Map<String, Integer> small, Map<String, Integer> large) {
    int[] all = positions.within(axis.width(), small, large);
    return axis.divisor() == 1 ? all : Arrays.copyOf(all, all.length / axis.divisor());
  }

  /** Where entries of a parameter move when units grow, by axis. */
  int[][] moves(String key, Map<String, Integer> small, Map<String, Integer> large) {
    return of(key).stream().map(a -> entries(a, small, large)).toArray(int[][]::new);
  }
}
