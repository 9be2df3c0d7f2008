package dev.twobit.search.supernet;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.LayerKinds;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.tensor.Torch;
import dev.twobit.training.TensorOperations;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The layers of a super-net without weights, on the channels that a pass has.
 *
 * @param inputs that the layer reads
 */
record PlainLayers(
    SearchSpace space,
    WeightSlices slices,
    RunningNormalization normalization,
    WidthExtents extents,
    List<Planes> inputs,
    SuperNetPass pass)
    implements LayerKinds<Planes>,
        LayerKinds.Elementwise.Cases<Planes>,
        LayerKinds.Combination.Cases<Planes>,
        LayerKinds.Movement.Cases<Planes>,
        LayerKinds.Planar.Cases<Planes> {

  @Override
  public Planes weighted(Weighted layer) {
    throw new IllegalStateException(layer.name() + " has weights");
  }

  @Override
  public Planes elementwise(Elementwise layer) {
    return layer.fold(this);
  }

  @Override
  public Planes batchNormalization(Layer.BatchNormalization b) {
    int[] channels = slices.channels(b.input(), pass.sample());
    return Planes.of(normalization.alone(b, exact().get(0), channels, pass.training()));
  }

  @Override
  public Planes activation(Layer.Activation a) {
    return a.isRelu() ? onWholeBlocks(a) : onChannels(a);
  }

  @Override
  public Planes parametricRelu(Layer.ParametricRelu layer) {
    return onChannels(layer);
  }

  @Override
  public Planes constantArithmetic(Layer.ConstantArithmetic a) {
    Tensor constant = Torch.tensor(constant(a));
    return Planes.of(TensorOperations.arithmetic(a.operation(), exact().get(0), constant));
  }

  @Override
  public Planes combination(Combination layer) {
    return layer.fold(this);
  }

  @Override
  public Planes add(Layer.Add layer) {
    if (broadcasts(layer)) {
      return onChannels(layer);
    }
    List<Tensor> values = inputs.stream().map(Planes::values).toList();
    long width = inputs.stream().mapToLong(Planes::width).max().orElseThrow();
    return new Planes(addOntoFirstChannels(values), width);
  }

  @Override
  public Planes multiply(Layer.Multiply layer) {
    return onChannels(layer);
  }

  @Override
  public Planes movement(Movement layer) {
    return layer.fold(this);
  }

  @Override
  public Planes reshape(Layer.Reshape layer) {
    if (network().shape(layer.output()).rank() == 2) {
      Tensor x = exact().get(0);
      return Planes.of(x.reshape(x.size(0), -1));
    }
    return ofExtents(layer);
  }

  @Override
  public Planes slice(Layer.Slice layer) {
    return ofExtents(layer);
  }

  @Override
  public Planes concat(Layer.Concat layer) {
    return onChannels(layer);
  }

  @Override
  public Planes pad(Layer.Pad layer) {
    return onChannels(layer);
  }

  @Override
  public Planes transpose(Layer.Transpose layer) {
    return onChannels(layer);
  }

  @Override
  public Planes planar(Planar layer) {
    return layer.fold(this);
  }

  @Override
  public Planes pooling(Layer.Pooling layer) {
    return onWholeBlocks(layer);
  }

  @Override
  public Planes resize(Layer.Resize layer) {
    return onChannels(layer);
  }

  @Override
  public Planes jointNormalization(JointNormalization layer) {
    return onChannels(layer);
  }

  @Override
  public Planes unsupported(Layer.Unsupported layer) {
    return onChannels(layer);
  }

  private Network network() {
    return space.network();
  }

  /** Without the zeros behind the channels. */
  private List<Tensor> exact() {
    return inputs.stream().map(Planes::exact).toList();
  }

  private Planes onChannels(Layer layer) {
    return Planes.of(TensorOperations.apply(layer, exact(), network().shape(layer.output())));
  }

  /** Where the zeros behind the channels stay zeros. */
  private Planes onWholeBlocks(Layer layer) {
    List<Tensor> values = inputs.stream().map(Planes::values).toList();
    Tensor result = TensorOperations.apply(layer, values, network().shape(layer.output()));
    return new Planes(result, inputs.get(0).width());
  }

  /** A layer that states extents, with those of the widths of this pass. */
  private Planes ofExtents(Layer layer) {
    Network adapted = extents.of(pass.sample());
    Layer resized = adapted.layer(layer.name()).orElseThrow();
    TensorShape shape = adapted.shape(layer.output());
    return Planes.of(TensorOperations.apply(resized, exact(), shape));
  }

  /** The same for all channels, or of a value for each at their widest. */
  private WeightTensor constant(Layer.ConstantArithmetic a) {
    String key = a.name() + ".constant";
    return extents
        .of(pass.sample())
        .parameters()
        .find(key)
        .or(() -> network().parameters().find(key))
        .orElseThrow(
            () ->
                new InvalidInputException(
                    network().name() + ": node '" + a.name() + "': found no constant"));
  }

  /** Whether an operand is spread over channels, which is no matter of widths. */
  private boolean broadcasts(Layer.Add add) {
    return add.inputs().stream()
        .anyMatch(
            t ->
                network().shape(t).rank() != network().shape(add.output()).rank()
                    || network().shape(t).rank() != 4 && network().shape(t).rank() != 2
                    || network().shape(t).channels() != network().shape(add.output()).channels());
  }

  /** The narrower onto the first channels of the wider (search/docs/methods.md#adds). */
  static Tensor addOntoFirstChannels(List<Tensor> inputs) {
    Tensor sum = inputs.get(0);
    for (Tensor next : inputs.subList(1, inputs.size())) {
      Tensor wide = sum.size(1) >= next.size(1) ? sum : next;
      Tensor narrow = wide == sum ? next : sum;
      long missing = wide.size(1) - narrow.size(1);
      sum = missing == 0 ? wide.add(narrow) : widened(narrow, missing).add_(wide);
    }
    return sum;
  }

  private static Tensor widened(Tensor narrow, long missing) {
    return narrow.dim() == 2
        ? torch.constant_pad_nd(narrow, 0, missing)
        : torch.constant_pad_nd(narrow, 0, 0, 0, 0, 0, missing);
  }
}
