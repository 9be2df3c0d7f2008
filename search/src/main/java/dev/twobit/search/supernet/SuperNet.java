package dev.twobit.search.supernet;

import dev.twobit.network.Layer;
import dev.twobit.network.LayerKinds;
import dev.twobit.network.Network;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.tensor.Precision;
import dev.twobit.tensor.StepScope;
import dev.twobit.training.LayerFailure;
import dev.twobit.training.OverwrittenOperands;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.RedundantActivations;
import dev.twobit.training.TensorLifetimes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
  private final TensorLifetimes lifetimes;
  private final OverwrittenOperands overwritten;
  private boolean initializeQuantizers;
  private boolean initializeOperands = true;
  private Precision precision = Precision.FLOAT32;

  public SuperNet(SearchSpace space, QuantizationScheme scheme, SuperNetWeights weights) {
    this.space = space;
    this.weights = weights;
    this.slices = new WeightSlices(weights);
    this.layers = new SuperNetLayers(weights, slices);
    this.following = NormalizationKeys.following(space.network());
    following.values().forEach(b -> merged.add(b.name()));
    this.redundant = RedundantActivations.of(space.network(), weights.quantizers().inputs());
    this.lifetimes = TensorLifetimes.of(space.network());
    this.overwritten =
        OverwrittenOperands.of(
            space.network(), redundant, weights.quantizers().operands().keySet());
    this.initializeQuantizers = scheme.initializeFromData();
  }

  public SuperNetWeights weights() {
    return weights;
  }

  public void skipInitialization() {
    initializeQuantizers = false;
    initializeOperands = false;
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
        new SuperNetPass(
            choices,
            sample,
            training,
            new SuperNetPass.Starts(
                training && initializeQuantizers, training && initializeOperands));
    Map<String, Planes> tensors = new HashMap<>();
    Tensor typed = training ? precision.of(images) : images;
    tensors.put(network.inputs().get(0), Planes.of(typed));
    for (Layer layer : network.layers()) {
      if (merged.contains(layer.name())) {
        continue;
      }
      List<Planes> inputs = new ArrayList<>();
      for (String name : layer.inputs()) {
        inputs.add(get(tensors, name));
      }
      Layer.BatchNormalization bn = following.get(layer.name());
      try (StepScope scope = new StepScope()) {
        Planes output =
            redundant.contains(layer.name()) ? inputs.get(0) : apply(layer, inputs, pass);
        scope.keep(output.values(), inputs.stream().map(Planes::values).toList());
        tensors.put(bn == null ? layer.output() : bn.output(), output);
      } catch (RuntimeException e) {
        throw LayerFailure.of(layer, inputs.stream().map(Planes::values).toList(), e);
      }
      lifetimes.end(layer, tensors, Planes::values, typed);
    }
    if (training) {
      skipInitialization();
    }
    return Precision.FLOAT32.of(get(tensors, network.outputs().get(0)).exact());
  }

  /** A layer, with weights as far as the batch normalization behind it. */
  private Planes apply(Layer layer, List<Planes> inputs, SuperNetPass pass) {
    List<Tensor> values = inputs.stream().map(Planes::values).toList();
    OptionalInt operand = overwritten.of(layer);
    if (operand.isPresent() && values.stream().allMatch(values.get(0)::is_same_size)) {
      long width = inputs.stream().mapToLong(Planes::width).max().orElseThrow();
      return new Planes(OverwrittenOperands.compute(layer, operand.getAsInt(), values), width);
    }
    Optional<LayerKinds.Weighted> weighted = layer.asWeighted();
    return weighted.isPresent()
        ? layers.weighted(weighted.get(), following.get(layer.name()), inputs.get(0), pass)
        : layers.plain(layer, inputs, pass);
  }

  private static Planes get(Map<String, Planes> tensors, String name) {
    Planes tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalStateException("no tensor " + name);
    }
    return tensor;
  }
}
