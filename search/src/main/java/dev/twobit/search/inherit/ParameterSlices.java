package dev.twobit.search.inherit;

import dev.twobit.network.Layer;
import dev.twobit.network.LayerKinds;
import dev.twobit.network.Network;
import dev.twobit.tensor.Selection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Where the parameters of a narrower network lie in those of a wider one: what {@link
 * Inheritance#at} copies, as a part of the tensor itself, so that a gradient of the part is one of
 * the whole.
 */
public final class ParameterSlices {
  private final Map<String, List<int[]>> entries = new HashMap<>();

  /**
   * @param wide structure of the wider network
   * @param narrow structure of the narrower one
   * @param lineage of the narrower one's tensors, none of whose channels is new
   */
  ParameterSlices(Network wide, Network narrow, ChannelLineage lineage) {
    for (Layer layer : narrow.layers()) {
      layer.asWeighted().ifPresent(w -> put(layer, w.fold(new Sources(wide, lineage))));
      layer
          .asBatchNormalization()
          .ifPresent(
              b -> {
                List<int[]> channels = List.of(lineage.of(b.output()).from());
                entries.put(b.name() + ".scale", channels);
                entries.put(b.name() + ".shift", channels);
              });
    }
  }

  private void put(Layer layer, WeightSources sources) {
    entries.put(layer.name() + ".weight", List.of(sources.rows().from(), sources.columns().from()));
    entries.put(layer.name() + ".bias", List.of(sources.rows().from()));
  }

  private record Sources(Network wide, ChannelLineage lineage)
      implements LayerKinds.Weighted.Cases<WeightSources> {
    @Override
    public WeightSources convolution(Layer.Convolution c) {
      return WeightSources.of(c, lineage);
    }

    @Override
    public WeightSources fullyConnected(Layer.FullyConnected f) {
      return WeightSources.of(f, wide, lineage);
    }

    @Override
    public WeightSources transposedConvolution(Layer.TransposedConvolution t) {
      throw new IllegalArgumentException(t.name() + " cannot be trained");
    }
  }

  /**
   * The narrower network's part of a tensor: a view where its channels are the first ones.
   *
   * @param key of a parameter that is trained
   */
  public Tensor of(String key, Tensor whole) {
    Tensor part = whole;
    List<int[]> axes = entries.getOrDefault(key, List.of());
    for (int axis = 0; axis < axes.size(); axis++) {
      part = Selection.of(part, axis, axes.get(axis));
    }
    return part;
  }
}
