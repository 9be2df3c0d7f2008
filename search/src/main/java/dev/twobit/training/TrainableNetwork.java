package dev.twobit.training;

import dev.twobit.network.BatchAxis;
import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.tensor.Convolutions;
import dev.twobit.tensor.Precision;
import dev.twobit.tensor.StepScope;
import dev.twobit.tensor.Torch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A {@link Network} on libtorch, trained in full precision or with its inner convolutions and fully
 * connected layers quantized: each quantizes its own input and weights; first, last and shortcut
 * layers stay in float unless the scheme gives them fewer than eight bits, and so does the residual
 * path unless the scheme quantizes what its Adds and average poolings read
 * (search/docs/methods.md#quantized-search).
 */
public final class TrainableNetwork {
  private static final double BATCH_NORM_MOMENTUM = 0.1;

  private final Network network;
  private final LayerQuantizers quantizers = LayerQuantizers.none();
  private final Map<String, Tensor> trainable = new LinkedHashMap<>();
  private final Map<String, Tensor> buffers = new LinkedHashMap<>();
  private final TensorLifetimes lifetimes;
  private Set<String> redundant = Set.of();
  private OverwrittenOperands overwritten;
  private boolean initializeQuantizers;
  private boolean initializeOperands = true;
  private Precision precision = Precision.FLOAT32;

  private TrainableNetwork(Network network) {
    this.network = network;
    this.lifetimes = TensorLifetimes.of(network);
    this.overwritten = OverwrittenOperands.of(network, redundant, Set.of());
  }

  /**
   * Starts from the network's own weights; every key it needs must be there, and its leading axis
   * be a batch, which training puts its images in.
   */
  public static TrainableNetwork of(Network network, QuantizationScheme scheme) {
    requireBatch(network);
    TrainableNetwork result = new TrainableNetwork(network);
    Map<String, QuantizationScheme> schemes = scheme.ofLayers(network);
    for (Layer layer : network.layers()) {
      for (String key : ParameterKeys.trainable(layer)) {
        Tensor leaf = Torch.tensor(network.parameters().get(key)).set_requires_grad(true);
        result.trainable.put(key, leaf);
      }
      for (String key : ParameterKeys.buffers(layer)) {
        result.buffers.put(key, Torch.tensor(network.parameters().get(key)));
      }
      if (ConvolutionRoles.isWeighted(layer) && ParameterKeys.trainable(layer).isEmpty()) {
        throw TensorOperations.cannotBeTrained(layer);
      }
      QuantizationScheme own = schemes.get(layer.name());
      if (own != null) {
        result.quantizers.add(
            network, layer, get(result.trainable, layer.name() + ".weight"), own, result.trainable);
      }
    }
    result.quantizers.addResidual(network, scheme, result.trainable);
    result.redundant = RedundantActivations.of(network, result.quantizers.inputs());
    result.overwritten =
        OverwrittenOperands.of(network, result.redundant, result.quantizers.operands().keySet());
    result.initializeQuantizers = scheme.initializeFromData();
    return result;
  }

  /**
   * A network whose parameters are parts of another's: gradients go there, and so does whatever an
   * optimizer does to the whole. It has the other's quantizers, of activations by layer, of weights
   * with the statistics of the part, and statistics of batch normalization of its own.
   *
   * @param structure with constants and statistics; weights are the whole's
   * @param whole that has all of its layers with weights
   * @param part of a parameter of the whole, by key
   */
  public static TrainableNetwork partOf(Network structure, TrainableNetwork whole, Part part) {
    TrainableNetwork result = new TrainableNetwork(structure);
    for (Layer layer : structure.layers()) {
      for (String key : ParameterKeys.trainable(layer)) {
        result.trainable.put(key, part.of(key, get(whole.trainable, key)));
      }
      for (String key : ParameterKeys.buffers(layer)) {
        result.buffers.put(key, Torch.tensor(structure.parameters().get(key)));
      }
    }
    result.quantizers.inputs().putAll(whole.quantizers.inputs());
    result.quantizers.weights().putAll(whole.quantizers.weights());
    result.quantizers.operands().putAll(whole.quantizers.operands());
    result.skipInitialization(); // a part's values say nothing of the whole's ranges
    result.redundant = RedundantActivations.of(structure, result.quantizers.inputs());
    result.overwritten =
        OverwrittenOperands.of(structure, result.redundant, result.quantizers.operands().keySet());
    return result.withPrecision(whole.precision);
  }

  /** A part of a tensor. */
  @FunctionalInterface
  public interface Part {
    Tensor of(String key, Tensor whole);
  }

  private static void requireBatch(Network network) {
    Optional<String> mixed = BatchAxis.mixedBy(network);
    if (mixed.isPresent()) {
      throw new InvalidInputException(
          network.name()
              + ": axis 0 of the input is no batch: "
              + mixed.get()
              + "; expected a network that takes images apart, to compute batches of them");
    }
  }

  public Network structure() {
    return network;
  }

  /** Leaves that an optimizer updates, by key. */
  public Map<String, Tensor> trainable() {
    return trainable;
  }

  /** Running statistics of batch normalization, by key. */
  public Map<String, Tensor> buffers() {
    return buffers;
  }

  public LayerQuantizers quantizers() {
    return quantizers;
  }

  /** Quantizer parameters come from a checkpoint, not from the first batch. */
  public void skipInitialization() {
    initializeQuantizers = false;
    initializeOperands = false;
  }

  /**
   * Computes training passes in this precision from now on; evaluation stays in float32, where
   * quantized values are exactly level x step.
   */
  public TrainableNetwork withPrecision(Precision chosen) {
    precision = chosen;
    return this;
  }

  /** Keeps quantizers' parameters within their bounds; call after each optimizer step. */
  public void constrain() {
    quantizers.constrain();
  }

  /**
   * Logits (N, classes) of normalized images (N,C,H,W).
   *
   * @param training batch statistics, updated running ones
   */
  public Tensor forward(Tensor images, boolean training) {
    return forward(images, training, (layer, inputs) -> {});
  }

  /** Told of every layer, in order, with the tensors it reads before they are quantized. */
  @FunctionalInterface
  interface Observer {
    void reads(Layer layer, List<Tensor> inputs);
  }

  Tensor forward(Tensor images, boolean training, Observer observer) {
    Map<String, Tensor> tensors = new HashMap<>();
    Tensor typed = training ? precision.of(images) : images;
    tensors.put(network.inputs().get(0), typed);
    for (Layer layer : network.layers()) {
      List<Tensor> inputs = new ArrayList<>();
      for (String name : layer.inputs()) {
        inputs.add(get(tensors, name));
      }
      try (StepScope scope = new StepScope()) {
        observer.reads(layer, inputs);
        tensors.put(layer.output(), scope.keep(output(layer, inputs, training), inputs));
      } catch (RuntimeException e) {
        throw LayerFailure.of(layer, inputs, e);
      }
      lifetimes.end(layer, tensors, t -> t, typed);
    }
    if (training) {
      skipInitialization();
    }
    return Precision.FLOAT32.of(get(tensors, network.outputs().get(0)));
  }

  private Tensor output(Layer layer, List<Tensor> inputs, boolean training) {
    if (redundant.contains(layer.name())) {
      return inputs.get(0);
    }
    OptionalInt operand = overwritten.of(layer);
    if (operand.isPresent()) {
      return OverwrittenOperands.compute(layer, operand.getAsInt(), inputs);
    }
    List<Tensor> read =
        quantizers.quantizedOperands(layer.name(), inputs, initializeOperands && training);
    return layer.foldKind(new Pass(this, read, training));
  }

  /**
   * What a pass computes of each operator.
   *
   * @param inputs tensors that the layer reads
   */
  private record Pass(TrainableNetwork model, List<Tensor> inputs, boolean training)
      implements TensorPass {
    @Override
    public Network network() {
      return model.network;
    }

    @Override
    public Tensor convolution(Layer.Convolution c) {
      return Convolutions.convolve(
          model.quantizedInput(c, inputs.get(0), training),
          model.quantizedWeights(c),
          model.bias(c.name(), c.hasBias()),
          c.window(),
          c.groups());
    }

    @Override
    public Tensor fullyConnected(Layer.FullyConnected f) {
      return Convolutions.linear(
          model.quantizedInput(f, inputs.get(0), training),
          model.quantizedWeights(f),
          model.bias(f.name(), f.hasBias()));
    }

    @Override
    public Tensor batchNormalization(Layer.BatchNormalization b) {
      return torch.batch_norm(
          inputs.get(0),
          new TensorOptional(get(model.trainable, b.name() + ".scale")),
          new TensorOptional(get(model.trainable, b.name() + ".shift")),
          new TensorOptional(get(model.buffers, b.name() + ".mean")),
          new TensorOptional(get(model.buffers, b.name() + ".variance")),
          training,
          BATCH_NORM_MOMENTUM,
          b.epsilon(),
          false);
    }
  }

  /**
   * Quantizers start from the first training batch: before it, statistics are not those of data.
   */
  private Tensor quantizedInput(Layer layer, Tensor x, boolean training) {
    return quantizers.quantizedInput(layer.name(), x, initializeQuantizers && training);
  }

  private Tensor quantizedWeights(Layer layer) {
    return quantizers.quantizedWeights(layer.name(), get(trainable, layer.name() + ".weight"));
  }

  private TensorOptional bias(String layer, boolean present) {
    return present ? new TensorOptional(get(trainable, layer + ".bias")) : new TensorOptional();
  }

  /** The network with the weights and statistics as they are now. */
  public Network toNetwork() {
    Map<String, WeightTensor> values = new HashMap<>();
    try (NoGradGuard guard = new NoGradGuard()) {
      for (Layer layer : network.layers()) {
        List<String> keys = new ArrayList<>(ParameterKeys.trainable(layer));
        keys.addAll(ParameterKeys.buffers(layer));
        for (String key : keys) {
          Tensor tensor = trainable.containsKey(key) ? get(trainable, key) : get(buffers, key);
          TensorShape shape = network.parameters().get(key).shape();
          values.put(key, Torch.weights(tensor, shape));
        }
      }
    }
    // What is not trained stays: constants.
    return network.withParameters(network.parameters().with(values));
  }

  private static Tensor get(Map<String, Tensor> tensors, String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalStateException("no tensor " + name);
    }
    return tensor;
  }
}
