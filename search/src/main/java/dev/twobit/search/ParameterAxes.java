package dev.twobit.search;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

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
      Axis rows = new Axis(space.width(layer.output()), 1);
      if (layer instanceof Layer.Convolution c) {
        boolean depthwise = c.isDepthwise();
        Axis columns = new Axis(space.width(c.input()), c.groups());
        axes.put(c.name() + ".weight", depthwise ? List.of(rows) : List.of(rows, columns));
        axes.put(c.name() + ".bias", List.of(rows));
        axes.put(c.name() + ".hidden", depthwise ? List.of() : List.of(columns));
      } else if (layer instanceof Layer.FullyConnected f) {
        Axis columns =
            network.shape(f.input()).rank() == 2
                ? new Axis(space.width(f.input()), 1)
                : new Axis(TensorWidth.fixed(f.inputFeatures()), 1);
        axes.put(f.name() + ".weight", List.of(rows, columns));
        axes.put(f.name() + ".bias", List.of(rows));
        axes.put(f.name() + ".hidden", List.of(columns));
      } else if (layer instanceof Layer.BatchNormalization b) {
        boolean alone = !following.containsValue(b);
        List<TensorWidth> blocks = ChannelPositions.blocks(space.width(b.output()));
        for (String field : NormalizationKeys.FIELDS) {
          if (alone) {
            axes.put(b.name() + field, List.of(rows));
          }
          for (int i = 0; i < blocks.size() && !alone; i++) {
            String block = NormalizationKeys.block(b.name(), i, blocks.size());
            axes.put(block + "@" + field, List.of(new Axis(blocks.get(i), 1)));
          }
        }
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

  /** Whether entries are 0, 1, 2 and so on. */
  static boolean isPrefix(int[] entries) {
    return IntStream.range(0, entries.length).allMatch(i -> entries[i] == i);
  }
}
