package dev.twobit.search.supernet;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.LayerKinds;
import dev.twobit.network.Network;
import dev.twobit.quantization.WeightQuantizer;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.TensorWidth;
import dev.twobit.tensor.Torch;
import dev.twobit.training.LayerQuantizers;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TrainableNetwork;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;

/**
 * Tensors of a super-net of given candidates: full-width weights, one batch normalization per
 * candidate width, quantizer parameters. Blocks of a Concat are as far apart in what reads them as
 * their widest candidates are wide.
 *
 * @param before widest widths by unit before it grew last; the same as now if it never did
 * @param trainable leaves by key; {@code buffers} by key: running statistics, and of a growth that
 *     no step has followed yet {@code .hidden}, 1 for input channels that do not count, and {@code
 *     .statistic}, which a weight quantizer keeps unless it is NaN
 * @param quantizers of quantized layers
 */
public record SuperNetWeights(
    SearchSpace space,
    Map<String, Integer> before,
    Map<String, Tensor> trainable,
    Map<String, Tensor> buffers,
    LayerQuantizers quantizers) {

  /** Fresh weights for all candidates of the space; holds leaves, so not within a step's scope. */
  public static SuperNetWeights initial(SearchSpace space, QuantizationScheme scheme, long seed) {
    SuperNetWeights result =
        new SuperNetWeights(
            space,
            widest(space),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            LayerQuantizers.none());
    Network network = space.network();
    Map<String, QuantizationScheme> schemes = scheme.ofLayers(network);
    Map<String, Layer.BatchNormalization> following = NormalizationKeys.following(network);
    for (Layer layer : network.layers()) {
      layer.asWeighted().ifPresent(w -> w.fold(result.new Leaves(seed)).run());
      layer
          .asBatchNormalization()
          .ifPresent(b -> result.normalizations(b, following.containsValue(b)));
      QuantizationScheme own = schemes.get(layer.name());
      if (own != null) {
        Tensor latent = get(result.trainable, layer.name() + ".weight");
        result.quantizers.add(network, layer, latent, own, result.trainable);
        result.buffers.put(layer.name() + ".statistic", result.noStatistic(layer.name(), latent));
      }
    }
    result.quantizers.addResidual(network, scheme, result.trainable);
    return result;
  }

  /** What says that a weight quantizer measures its weights anew: NaN for each of its numbers. */
  private Tensor noStatistic(String layer, Tensor latent) {
    WeightQuantizer quantizer = quantizers.weights().get(layer);
    float[] none = new float[quantizer == null ? 1 : (int) quantizer.statistic(latent).numel()];
    Arrays.fill(none, Float.NaN);
    return Torch.tensor(none, none.length);
  }

  /** Widest candidate of every unit. */
  static Map<String, Integer> widest(SearchSpace space) {
    Map<String, Integer> widest = new HashMap<>();
    space.units().forEach((name, unit) -> widest.put(name, unit.widest()));
    return widest;
  }

  /** Widest candidate of every unit. */
  public Map<String, Integer> widest() {
    return widest(space);
  }

  /**
   * Takes over the weights, ranges of quantizers and statistics of a network of the widest widths;
   * a normalization of narrower ones those of its channels. Nothing of shortcuts that the network
   * has beside.
   */
  public void inherit(TrainableNetwork widest) {
    new InheritedStart(this, widest).run();
  }

  /** What makes the leaves of a layer with weights. */
  private final class Leaves implements LayerKinds.Weighted.Cases<Runnable> {
    private final long seed;

    private Leaves(long seed) {
      this.seed = seed;
    }

    @Override
    public Runnable convolution(Layer.Convolution c) {
      return () -> kernels(c, seed);
    }

    @Override
    public Runnable fullyConnected(Layer.FullyConnected f) {
      return () -> rows(f, seed);
    }

    @Override
    public Runnable transposedConvolution(Layer.TransposedConvolution t) {
      throw new InvalidInputException(
          space.network().name()
              + ": node '"
              + t.name()
              + "': operator "
              + t.operator()
              + " cannot be trained");
    }
  }

  private void kernels(Layer.Convolution c, long seed) {
    int kernels = space.widest(c.output());
    int channels = c.isDepthwise() ? 1 : space.widest(c.input()) / c.groups();
    int height = c.window().kernelHeight();
    int width = c.window().kernelWidth();
    double fanOut = (double) c.outputChannels() / c.groups() * height * width;
    float[] values =
        normal((long) kernels * channels * height * width, Math.sqrt(2 / fanOut), seed, c.name());
    leaf(c.name() + ".weight", values, kernels, channels, height, width);
    if (c.hasBias()) {
      leaf(c.name() + ".bias", new float[kernels], kernels);
    }
    if (!c.isDepthwise()) {
      buffers.put(c.name() + ".hidden", Torch.tensor(new float[channels], channels));
    }
  }

  private void rows(Layer.FullyConnected f, long seed) {
    int rows = space.widest(f.output());
    boolean flat = space.network().shape(f.input()).rank() == 2;
    int columns = flat ? space.widest(f.input()) : f.inputFeatures();
    int outputs = flat ? rows : f.outputFeatures();
    float[] values = normal((long) outputs * columns, 0.01, seed, f.name());
    leaf(f.name() + ".weight", values, outputs, columns);
    if (f.hasBias()) {
      leaf(f.name() + ".bias", new float[outputs], outputs);
    }
    buffers.put(f.name() + ".hidden", Torch.tensor(new float[columns], columns));
  }

  /**
   * One for every width of every block.
   *
   * @param following a layer with weights; else there is one alone, at the widest
   */
  private void normalizations(Layer.BatchNormalization bn, boolean following) {
    if (!following) {
      normalization(bn.name(), space.widest(bn.output()));
      return;
    }
    List<TensorWidth> blocks = ChannelPositions.blocks(space.width(bn.output()));
    for (int i = 0; i < blocks.size(); i++) {
      String block = NormalizationKeys.block(bn.name(), i, blocks.size());
      for (int width : widths(blocks.get(i))) {
        normalization(NormalizationKeys.key(block, width), width);
      }
    }
  }

  private List<Integer> widths(TensorWidth block) {
    if (block.units().isEmpty()) {
      return List.of(block.at(Map.of()));
    }
    String unit = block.units().first();
    return space.unit(unit).candidates().stream().map(c -> block.at(Map.of(unit, c))).toList();
  }

  private void normalization(String key, int width) {
    leaf(key + ".scale", filled(width, 1), width);
    leaf(key + ".shift", filled(width, 0), width);
    buffers.put(key + ".mean", Torch.tensor(filled(width, 0), width));
    buffers.put(key + ".variance", Torch.tensor(filled(width, 1), width));
  }

  private void leaf(String key, float[] values, long... shape) {
    trainable.put(key, Torch.tensor(values, shape).set_requires_grad(true));
  }

  /**
   * These weights within a larger space: old entries moved to where they belong there, a new batch
   * normalization from the widest old one (search/docs/methods.md#expansion), quantizers as they
   * are.
   */
  public SuperNetWeights grownTo(
      SearchSpace larger, QuantizationScheme scheme, Growth growth, long seed) {
    return new SuperNetGrowth(this, larger, scheme, seed).run(growth);
  }

  /**
   * Puts the entries of a tensor from before these weights grew where they belong now; the others
   * stay. For what belongs to a parameter entry by entry, too: momentum.
   *
   * @param key of the parameter
   */
  public void moveInto(Tensor target, Tensor source, String key) {
    ParameterAxes axes = new ParameterAxes(space);
    KernelArray to = KernelArray.of(target);
    // A batch normalization of one width stays that, wherever its channels are in a wider unit.
    boolean ofOneWidth = key.contains("@");
    int[][] moves = ofOneWidth ? new int[0][] : axes.moves(key, before, widest(space));
    to.place(KernelArray.of(source), moves);
    to.writeTo(target);
  }

  /** The tensor of a key. */
  public static Tensor get(Map<String, Tensor> tensors, String key) {
    Tensor tensor = tensors.get(key);
    if (tensor == null) {
      throw new IllegalStateException("no tensor " + key);
    }
    return tensor;
  }

  private static float[] normal(long count, double deviation, long seed, String name) {
    Random random = new Random(seed * 1_000_003L + name.hashCode());
    float[] values = new float[Math.toIntExact(count)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return values;
  }

  private static float[] filled(int count, float value) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return values;
  }
}
