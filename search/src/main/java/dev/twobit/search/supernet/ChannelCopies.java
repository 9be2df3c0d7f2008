package dev.twobit.search.supernet;

import dev.twobit.network.Layer;
import dev.twobit.network.TensorShape;
import dev.twobit.quantization.WeightQuantizer;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.TensorWidth;
import dev.twobit.search.supernet.ChannelPositions.Occurrence;
import dev.twobit.tensor.Torch;
import dev.twobit.training.LayerQuantizers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;

/**
 * New channels as copies of old ones: what writes them is repeated, normalization with it, and what
 * reads them is divided among copies (Net2Net, Chen et al. 2016; OCS, Zhao et al. 2019). The
 * network at its widest computes what it did, in full precision and where no Add puts other
 * channels onto them; one that is narrower reads the divided weights too.
 */
final class ChannelCopies {
  private final SearchSpace space;
  private final ParameterAxes axes;
  private final Map<String, KernelArray> arrays;
  private final LayerQuantizers quantizers;
  private final Map<String, Integer> before;
  private final Map<String, Integer> now;
  private final Random random;

  /**
   * @param arrays of all parameters, by key, as grown; changed
   */
  ChannelCopies(
      SuperNetWeights grown,
      ParameterAxes axes,
      Map<String, KernelArray> arrays,
      LayerQuantizers quantizers,
      Random random) {
    this.space = grown.space();
    this.axes = axes;
    this.arrays = arrays;
    this.quantizers = quantizers;
    this.before = grown.before();
    this.now = SuperNetWeights.widest(space);
    this.random = random;
  }

  /**
   * @param ofLargest of the channel that is read with the largest weight, copies among them; else
   *     of a random old one
   */
  void run(boolean ofLargest) {
    for (String unit : space.units().keySet()) {
      if (now.getOrDefault(unit, 0) > before.getOrDefault(unit, 0)) {
        run(unit, ofLargest);
      }
    }
  }

  private void run(String unit, boolean ofLargest) {
    TensorWidth width = TensorWidth.of(unit);
    int[] old = axes.positions().within(width, before, now);
    int each = width.at(now) / axes.positions().groups(unit);
    List<ChannelReader> readers = readers(unit);
    Map<Integer, Integer> sources = new LinkedHashMap<>();
    List<Integer> present = new ArrayList<>(Arrays.stream(old).boxed().toList());
    for (int channel = 0; channel < width.at(now); channel++) {
      if (Arrays.binarySearch(old, channel) >= 0) {
        continue;
      }
      int group = channel / each;
      List<Integer> choices = present.stream().filter(c -> c / each == group).toList();
      int source =
          ofLargest ? largest(choices, readers) : choices.get(random.nextInt(choices.size()));
      copyRows(unit, source, channel);
      sources.put(channel, source);
      if (ofLargest) {
        present.add(channel);
        for (ChannelReader reader : readers) {
          reader.split(source, channel);
        }
      }
    }
    if (!ofLargest) {
      divide(sources, readers);
    }
  }

  private static int largest(List<Integer> channels, List<ChannelReader> readers) {
    int best = channels.get(0);
    double most = -1;
    for (int channel : channels) {
      double weight = readers.stream().mapToDouble(r -> r.largest(channel)).max().orElse(0);
      if (weight > most) {
        most = weight;
        best = channel;
      }
    }
    return best;
  }

  /** A channel and its copies are read with equal shares. */
  private static void divide(Map<Integer, Integer> sources, List<ChannelReader> readers) {
    for (int source : sources.values().stream().distinct().toList()) {
      List<Integer> copies =
          sources.entrySet().stream()
              .filter(e -> e.getValue() == source)
              .map(Map.Entry::getKey)
              .toList();
      readers.forEach(r -> r.divide(source, copies));
    }
  }

  /** Rows of all that writes the channel, and entries of normalizations behind it. */
  private void copyRows(String unit, int source, int channel) {
    arrays.forEach(
        (key, array) -> {
          List<ParameterAxes.Axis> axis = axes.of(key);
          boolean has = !axis.isEmpty() && axis.get(0).length(now) == array.rows();
          if (has && !key.endsWith(".hidden")) {
            for (Occurrence o : ChannelPositions.occurrences(axis.get(0).width(), unit, now)) {
              array.copyRow(o.of(source), o.of(channel));
            }
          }
        });
  }

  private List<ChannelReader> readers(String unit) {
    List<ChannelReader> readers = new ArrayList<>();
    for (Layer layer : space.network().layers()) {
      String key = layer.name() + ".weight";
      KernelArray array = arrays.get(key);
      if (array != null && axes.of(key).size() == 2) {
        List<Occurrence> read =
            ChannelPositions.occurrences(axes.of(key).get(1).width(), unit, now);
        if (!read.isEmpty()) {
          int groups = axes.of(key).get(1).divisor();
          readers.add(new ChannelReader(array, groups, read, step(layer.name(), array)));
        }
      }
    }
    return readers;
  }

  /** Step of the grid that weights are rounded to, if it has a zero and is theirs; else 0. */
  private double step(String layer, KernelArray array) {
    WeightQuantizer quantizer = quantizers.weights().get(layer);
    if (quantizer == null || !quantizer.roundsToItsValues()) {
      return 0;
    }
    try (Tensor weights = Torch.tensor(array.values(), array.values().length)) {
      return quantizer.encode(weights, TensorShape.of(array.values().length)).step();
    }
  }
}
