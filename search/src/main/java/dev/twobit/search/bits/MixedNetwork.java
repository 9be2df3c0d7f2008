package dev.twobit.search.bits;

import dev.twobit.network.Network;
import dev.twobit.precision.Bits;
import dev.twobit.quantization.ActivationQuantizer;
import dev.twobit.quantization.WeightQuantizer;
import dev.twobit.tensor.Torch;
import dev.twobit.training.LayerQuantizers;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TrainableNetwork;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;

/**
 * A network whose layers compute with all their candidate bits at once, one convolution a layer
 * (EdMIPS, section 3.3): one latent tensor of weights, a quantizer and its ranges for each width.
 *
 * @param model its leaves include the preferences and the ranges of all branches
 * @param preferences a logit a candidate, by layer in the space's order; 0 at the start
 */
record MixedNetwork(TrainableNetwork model, List<Tensor> preferences) {
  MixedNetwork {
    preferences = List.copyOf(preferences);
  }

  /**
   * Holds leaves: call it outside of a step's pointer scope.
   *
   * @param start network with weights
   * @param scheme of the task
   */
  static MixedNetwork of(BitSpace space, Network start, QuantizationScheme scheme) {
    TrainableNetwork model = TrainableNetwork.of(start, scheme);
    List<LayerQuantizers> uniform = new ArrayList<>();
    for (int c = 0; c < space.candidates().size(); c++) {
      uniform.add(TrainableNetwork.of(start, space.scheme(scheme, space.uniform(c))).quantizers());
    }
    List<Tensor> preferences = new ArrayList<>();
    Map<String, Tensor> learned = new LinkedHashMap<>();
    for (String layer : space.layers()) {
      Tensor logits =
          Torch.tensor(new float[space.candidates().size()], space.candidates().size())
              .set_requires_grad(true);
      preferences.add(logits);
      learned.put(layer + ".quantizer.bits", logits);
      mix(space, layer, logits, uniform, model.quantizers(), learned);
    }
    forgetUnused(model);
    addOnce(model.trainable(), learned);
    return new MixedNetwork(model, preferences);
  }

  private static void mix(
      BitSpace space,
      String layer,
      Tensor logits,
      List<LayerQuantizers> uniform,
      LayerQuantizers mixed,
      Map<String, Tensor> learned) {
    List<Bits> candidates = space.candidates();
    List<WeightQuantizer> weights = new ArrayList<>();
    for (int width : Mixture.widths(candidates, Bits::weights)) {
      int of = candidates.stream().map(Bits::weights).toList().indexOf(width);
      Optional.ofNullable(uniform.get(of).weights().get(layer)).ifPresent(weights::add);
    }
    List<ActivationQuantizer> inputs = new ArrayList<>();
    for (int width : Mixture.widths(candidates, Bits::activations)) {
      int of = candidates.stream().map(Bits::activations).toList().indexOf(width);
      Optional.ofNullable(uniform.get(of).inputs().get(layer)).ifPresent(inputs::add);
    }
    if (!weights.isEmpty()) {
      mixed.weights().remove(layer);
      mixed
          .mixed()
          .put(layer, new MixedWeights(Mixture.of(logits, candidates, Bits::weights), weights));
    }
    if (!inputs.isEmpty()) {
      mixed
          .inputs()
          .put(
              layer,
              new MixedActivations(Mixture.of(logits, candidates, Bits::activations), inputs));
    }
    for (int b = 0; b < weights.size(); b++) {
      String end = branch(b);
      weights
          .get(b)
          .parameters()
          .forEach((n, p) -> learned.put(layer + ".quantizer." + n + end, p));
    }
    for (int b = 0; b < inputs.size(); b++) {
      String end = branch(b);
      inputs.get(b).parameters().forEach((n, p) -> learned.put(layer + ".input." + n + end, p));
    }
  }

  /** Keys of quantizers' parameters are of small letters. */
  private static String branch(int number) {
    return String.valueOf((char) ('a' + number));
  }

  /** Ranges that the model had for one width, unless a layer that is not mixed reads by them. */
  private static void forgetUnused(TrainableNetwork model) {
    Set<Tensor> used = Collections.newSetFromMap(new IdentityHashMap<>());
    LayerQuantizers quantizers = model.quantizers();
    quantizers.inputs().values().forEach(q -> used.addAll(q.parameters().values()));
    quantizers.weights().values().forEach(q -> used.addAll(q.parameters().values()));
    quantizers
        .operands()
        .values()
        .forEach(own -> own.forEach(q -> used.addAll(q.parameters().values())));
    model
        .trainable()
        .entrySet()
        .removeIf(e -> LayerQuantizers.isQuantizerKey(e.getKey()) && !used.contains(e.getValue()));
  }

  /** Layers that read one tensor have its ranges in common. */
  private static void addOnce(Map<String, Tensor> trainable, Map<String, Tensor> learned) {
    Set<Tensor> known = Collections.newSetFromMap(new IdentityHashMap<>());
    learned.forEach(
        (key, tensor) -> {
          if (known.add(tensor)) {
            trainable.put(key, tensor);
          }
        });
  }

  /** Share of each candidate, by layer. */
  double[][] shares() {
    double[][] shares = new double[preferences.size()][];
    for (int layer = 0; layer < shares.length; layer++) {
      shares[layer] = softmax(Torch.floats(preferences.get(layer)));
    }
    return shares;
  }

  private static double[] softmax(float[] logits) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    double[] shares = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      shares[i] = Math.exp(logits[i] - largest);
      sum += shares[i];
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= sum;
    }
    return shares;
  }
}
