package dev.twobit.search.supernet;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.UnequalOperands;
import dev.twobit.network.WidthAdapter;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.TensorWidth;
import dev.twobit.training.Initializer;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TrainableNetwork;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** The plain network of some widths with the channels that it has in a super-net. */
public final class SuperNetPart {
  private final SuperNetWeights weights;
  private final WeightSlices slices;
  private final Map<String, Integer> genotype;
  private final Map<String, Integer> normalized;

  /**
   * @param genotype width of every unit
   */
  SuperNetPart(SuperNetWeights weights, Map<String, Integer> genotype) {
    this(weights, Sampler.INTERPOLATION, genotype);
  }

  /**
   * @param sampler that the weights were trained with: masks have one normalization for all widths
   */
  private SuperNetPart(SuperNetWeights weights, Sampler sampler, Map<String, Integer> genotype) {
    this.weights = weights;
    this.slices = new WeightSlices(weights);
    this.genotype = Map.copyOf(genotype);
    this.normalized = sampler == Sampler.MASKING ? weights.widest() : this.genotype;
  }

  /**
   * A network with a super-net's weights, of channels that Adds put onto the first ones; statistics
   * of its normalizations are to be measured. Holds leaves: they live as long as the scope around.
   *
   * @param sampler that the weights were trained with
   * @param genotype width of every unit, each a candidate
   */
  public static TrainableNetwork of(
      SuperNetWeights weights,
      Sampler sampler,
      Map<String, Integer> genotype,
      QuantizationScheme scheme) {
    SearchSpace space = weights.space();
    Network structure =
        WidthAdapter.adapt(
            space.network(), space.convolutionWidths(genotype), UnequalOperands.PADDED);
    return new SuperNetPart(weights, sampler, genotype).carryingStatistics(structure, scheme, 0);
  }

  /**
   * The network with the super-net's parameters, and its weight quantizers with the statistics of
   * the full tensors: it computes what the super-net does with each unit at that width alone. Holds
   * leaves: call outside of a step's pointer scope.
   *
   * @param structure of these widths; what the super-net does not have, as inserted shortcuts,
   *     stays as initialized
   */
  TrainableNetwork carryingStatistics(Network structure, QuantizationScheme scheme, long seed) {
    TrainableNetwork plain = TrainableNetwork.of(Initializer.initialize(structure, seed), scheme);
    try (NoGradGuard guard = new NoGradGuard()) {
      plain.trainable().forEach((key, tensor) -> fill(key, tensor, weights.trainable()));
      plain.buffers().forEach((key, tensor) -> fill(key, tensor, weights.buffers()));
      weights
          .quantizers()
          .weights()
          .forEach(
              (layer, quantizer) -> {
                Tensor latent = SuperNetWeights.get(weights.trainable(), layer + ".weight");
                Tensor given = weights.quantizers().statistics().get(layer);
                plain
                    .quantizers()
                    .statistics()
                    .put(layer, given == null ? quantizer.statistic(latent) : given);
              });
    }
    plain.quantizers().keepExtents(weights.quantizers());
    plain.skipInitialization();
    return plain;
  }

  private void fill(String key, Tensor target, Map<String, Tensor> source) {
    Tensor whole = source.get(key);
    if (whole != null) {
      target.copy_(slices.of(key, whole, genotype));
      return;
    }
    int dot = key.lastIndexOf('.');
    weights
        .space()
        .network()
        .layer(key.substring(0, dot))
        .flatMap(Layer::asBatchNormalization)
        .ifPresent(b -> target.copy_(normalization(b, key.substring(dot), source)));
  }

  private Tensor normalization(
      Layer.BatchNormalization b, String field, Map<String, Tensor> source) {
    List<TensorWidth> blocks = ChannelPositions.blocks(weights.space().width(b.output()));
    Tensor[] parts = new Tensor[blocks.size()];
    for (int i = 0; i < parts.length; i++) {
      String block = NormalizationKeys.block(b.name(), i, parts.length);
      String key = NormalizationKeys.key(block, blocks.get(i).at(normalized)) + field;
      Tensor all = SuperNetWeights.get(source, key);
      parts[i] = normalized.equals(genotype) ? all : slices.of(key, all, genotype);
    }
    return parts.length == 1 ? parts[0] : torch.cat(new TensorVector(parts), 0);
  }
}
