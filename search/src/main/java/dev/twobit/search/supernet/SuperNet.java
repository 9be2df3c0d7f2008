package dev.twobit.search.supernet;

import dev.twobit.network.Layer;
import dev.twobit.network.LayerKinds;
import dev.twobit.network.Network;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.tensor.Precision;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.RedundantActivations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;

/**
 * All candidate widths of a network in one set of weights (search/docs/methods.md#super-net): each
 * layer with weights is run once over the larger of two sampled widths, both slices get their own
 * batch normalization, are interpolated to the larger width and summed by the pair's weights. All
 * members of a unit have its sample.
 */
public final class SuperNet {
  private final SearchSpace space;
  private final SuperNetWeights weights;
  private final WeightSlices slices;
  private final SuperNetLayers layers;
  private final Map<String, Layer.BatchNormalization> following;
  private final Set<String> merged = new HashSet<>();
  private final Set<String> redundant;
  private boolean initializeQuantizers;
  private Precision precision = Precision.FLOAT32;

  public SuperNet(SearchSpace space, QuantizationScheme scheme, SuperNetWeights weights) {
    this.space = space;
    this.weights = weights;
    this.slices = new WeightSlices(weights);
    this.layers = new SuperNetLayers(weights, slices);
    this.following = NormalizationKeys.following(space.network());
    following.values().forEach(b -> merged.add(b.name()));
    this.redundant = RedundantActivations.of(space.network(), weights.quantizers().inputs());
    this.initializeQuantizers = scheme.initializeFromData();
  }

  public SuperNetWeights weights() {
    return weights;
  }

  public void skipInitialization() {
    initializeQuantizers = false;
  }

  /** Computes training passes in this precision from now on. */
  public SuperNet withPrecision(Precision chosen) {
    precision = chosen;
    return this;
  }

  /**
   * To be called after every step on the weights: ends what {@link Growth#ZERO_CONSUMER} keeps
   * until then.
   */
  public void release() {
    slices.release();
  }

  /** Logits of images under a choice for every unit. */
  public Tensor forward(Tensor images, Map<String, Choice> choices, boolean training) {
    Network network = space.network();
    Map<String, Integer> sample = new HashMap<>();
    choices.forEach((unit, choice) -> sample.put(unit, choice.widest()));
    SuperNetPass pass =
        new SuperNetPass(choices, sample, training, training && initializeQuantizers);
    Map<String, Planes> tensors = new HashMap<>();
    tensors.put(network.inputs().get(0), Planes.of(training ? precision.of(images) : images));
    for (Layer layer : network.layers()) {
      if (merged.contains(layer.name())) {
        continue;
      }
      List<Planes> inputs = new ArrayList<>();
      for (String name : layer.inputs()) {
        inputs.add(get(tensors, name));
      }
      Optional<LayerKinds.Weighted> weighted = layer.asWeighted();
      if (weighted.isPresent()) {
        Layer.BatchNormalization bn = following.get(layer.name());
        String output = bn == null ? layer.output() : bn.output();
        tensors.put(output, layers.weighted(weighted.get(), bn, inputs.get(0), pass));
      } else if (redundant.contains(layer.name())) {
        tensors.put(layer.output(), inputs.get(0));
      } else {
        tensors.put(layer.output(), layers.plain(layer, inputs, pass));
      }
    }
    if (training) {
      initializeQuantizers = false;
    }
    return Precision.FLOAT32.of(get(tensors, network.outputs().get(0)).exact());
  }

  private static Planes get(Map<String, Planes> tensors, String name) {
    Planes tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalStateException("no tensor " + name);
    }
    return tensor;
  }
}
