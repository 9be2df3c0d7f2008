package dev.twobit.network;

import dev.twobit.network.ChannelPiece.Resized;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives convolutions other widths, as TAS derives a network
 * (search/docs/methods.md#derived-network): each convolution its own; where an Add then meets an
 * identity of another width, a 1x1 convolution with batch normalization is put on the identity.
 * Depthwise convolutions follow what they read, a concatenation is as wide as its blocks, the
 * classifier reads what is left. Weights are dropped; constants stay, of a block that has become
 * narrower its first ones.
 */
public final class WidthAdapter {
  private final Network original;
  private final Map<String, Integer> widths;
  private final List<Layer> layers = new ArrayList<>();
  private final Map<String, TensorChannels> channels = new HashMap<>();
  private final Map<String, TensorShape> shapes = new LinkedHashMap<>();
  private final Map<String, WeightTensor> constants = new HashMap<>();

  private WidthAdapter(Network original, Map<String, Integer> widths) {
    this.original = original;
    this.widths = widths;
  }

  /**
   * @param widths output channels by convolution name, output features by that of a fully connected
   *     layer; one that is not named keeps its own, but a depthwise convolution follows what it
   *     reads
   * @return the structure alone, without weights
   * @throws InvalidInputException in one line that names the node which these widths do not fit
   */
  public static Network adapt(Network original, Map<String, Integer> widths) {
    return new WidthAdapter(original, widths).run();
  }

  private Network run() {
    for (String input : original.inputs()) {
      put(input, TensorChannels.constant(original.shape(input)));
    }
    original.layers().forEach(this::adapt);
    for (String output : original.outputs()) {
      if (channels(output).now() != ChannelPiece.total(channels(output).pieces())) {
        throw misfit(
            output,
            "found "
                + channels(output).now()
                + " channels in the network's output, expected "
                + original.shape(output).channels());
      }
    }
    return new Network(
        original.name(),
        original.inputs(),
        original.outputs(),
        layers,
        shapes,
        Parameters.of(constants),
        original.dynamicBatch());
  }

  private void adapt(Layer layer) {
    if (layer instanceof Layer.Add add) {
      add(add);
      return;
    }
    TensorChannels out = follow(layer).orElseGet(() -> unchanged(layer));
    put(layer.output(), out);
    layers.add(rewritten(layer));
  }

  /** Empty if the channels cannot be followed. */
  private Optional<TensorChannels> follow(Layer layer) {
    TensorShape old = original.shape(layer.output());
    TensorChannels in =
        layer.inputs().isEmpty() ? TensorChannels.constant(old) : channels(layer.input());
    if (layer instanceof Layer.Convolution c) {
      return Optional.of(convolution(c, in));
    }
    if (layer instanceof Layer.TransposedConvolution t) {
      return Optional.of(written(1, t.name(), t.outputChannels(), t.groups(), in));
    }
    if (layer instanceof Layer.FullyConnected f) {
      return Optional.of(
          readsFeatures(f) ? written(old.rank() - 1, f.name(), f.outputFeatures(), 1, in) : in);
    }
    if (layer instanceof Layer.Multiply m) {
      return equal(m, operands(m)).map(o -> o.get(0));
    }
    if (layer instanceof Layer.Concat c) {
      return concat(c, old);
    }
    if (layer instanceof Layer.Slice s) {
      int axis = in.axis();
      if (axis >= old.rank() || in.isSplit() || s.steps().get(axis) != 1) {
        return Optional.empty();
      }
      return ChannelMoves.slice(in.pieces(), s.starts().get(axis), s.ends().get(axis))
          .map(in::with);
    }
    if (layer instanceof Layer.Pad p) {
      return in.isSplit() || in.axis() >= old.rank()
          ? Optional.empty()
          : Optional.of(
              in.with(
                  ChannelMoves.pad(
                      in.pieces(), p.before().get(in.axis()), p.after().get(in.axis()))));
    }
    if (layer instanceof Layer.Reshape) {
      return reshape(layer, in, old);
    }
    if (layer instanceof Layer.Transpose t) {
      return ChannelMoves.transpose(in, t.permutation());
    }
    boolean keeps =
        old.equals(original.shape(layer.input())) && !(layer instanceof Layer.Unsupported)
            || ChannelPropagation.ofPlanes(layer) && in.axis() == 1 && !in.isSplit();
    return keeps ? Optional.of(in) : Optional.empty();
  }

  private TensorChannels unchanged(Layer layer) {
    for (String tensor : layer.inputs()) {
      if (!channels(tensor).isFixed()) {
        throw misfit(
            layer.name(), "channels cannot be followed through operator " + layer.operator());
      }
    }
    return TensorChannels.constant(original.shape(layer.output()));
  }

  private TensorChannels convolution(Layer.Convolution c, TensorChannels in) {
    if (!c.isDepthwise()) {
      return written(1, c.name(), c.outputChannels(), c.groups(), in);
    }
    int each = c.outputChannels() / c.inputChannels();
    int width = each * in.now();
    int asked = widths.getOrDefault(c.name(), width);
    if (asked != width) {
      throw misfit(
          c.name(), "found a width of " + asked + ", expected " + width + ", as its input has it");
    }
    return TensorChannels.plain(1, ChannelPiece.times(in.pieces(), each));
  }

  private TensorChannels written(
      int axis, String layer, int nominal, int groups, TensorChannels in) {
    int width = widths.getOrDefault(layer, nominal);
    if (width < 1 || width % groups != 0 || in.now() % groups != 0) {
      throw misfit(
          layer,
          "found widths of "
              + in.now()
              + " and "
              + width
              + " channels, expected multiples of its "
              + groups
              + " groups");
    }
    return TensorChannels.plain(axis, List.of(new Resized(nominal, width)));
  }

  private boolean readsFeatures(Layer.FullyConnected f) {
    TensorChannels in = channels(f.input());
    return in.isFixed() || !in.isSplit() && in.axis() == original.shape(f.input()).rank() - 1;
  }

  private Optional<TensorChannels> concat(Layer.Concat c, TensorShape old) {
    Optional<List<TensorChannels>> all =
        ChannelMoves.together(
            c.inputs().stream().map(this::channels).toList(),
            c.inputs().stream().map(original::shape).toList());
    if (all.isEmpty()) {
      return Optional.empty();
    }
    TensorChannels first = all.get().get(0);
    if (Math.floorMod(c.axis(), old.rank()) != first.axis()) {
      return equal(c, all).map(o -> first);
    }
    List<ChannelPiece> joined = new ArrayList<>();
    all.get().forEach(t -> joined.addAll(t.pieces()));
    return Optional.of(first.with(joined));
  }

  private Optional<TensorChannels> reshape(Layer r, TensorChannels in, TensorShape old) {
    Optional<TensorChannels> result = ChannelMoves.reshape(original.shape(r.input()), in, old);
    if (result.isEmpty()) {
      return result;
    }
    if (result.get().isSplit() && in.now() % result.get().groups() != 0) {
      throw misfit(
          r.name(),
          "found " + in.now() + " channels, expected a multiple of " + result.get().groups());
    }
    if (!in.swapped()) {
      return result;
    }
    List<List<ChannelPiece>> runs = ChannelMoves.groups(in.pieces(), in.groups()).orElse(List.of());
    if (runs.stream().mapToInt(ChannelPiece::now).distinct().count() != 1) {
      throw misfit(r.name(), "a shuffle cannot take blocks of different widths in turns");
    }
    return Optional.of(result.get().with(ChannelPiece.times(runs.get(0), in.groups())));
  }

  private Optional<List<TensorChannels>> operands(Layer layer) {
    return Broadcasting.of(
            layer.inputs().stream().map(this::channels).toList(),
            layer.inputs().stream().map(original::shape).toList(),
            original.shape(layer.output()))
        .map(Broadcasting::whole);
  }

  private Optional<List<TensorChannels>> equal(Layer layer, Optional<List<TensorChannels>> all) {
    List<Integer> found = all.orElse(List.of()).stream().map(TensorChannels::now).toList();
    if (found.stream().distinct().count() > 1) {
      throw misfit(layer.name(), "found operands of " + found + " channels, expected equal ones");
    }
    return all;
  }

  /** Operands of other widths than the main one get a shortcut. */
  private void add(Layer.Add add) {
    Optional<Broadcasting> met =
        Broadcasting.of(
            add.inputs().stream().map(this::channels).toList(),
            add.inputs().stream().map(original::shape).toList(),
            original.shape(add.output()));
    if (met.isEmpty()) {
      put(add.output(), unchanged(add));
      layers.add(add);
      return;
    }
    List<String> whole = new ArrayList<>();
    for (int i = 0; i < add.inputs().size(); i++) {
      if (met.get().operands().get(i).isPresent()) {
        whole.add(add.inputs().get(i));
      }
    }
    String main = AddOperands.main(original, whole);
    TensorChannels result = met.get().operands().get(add.inputs().indexOf(main)).orElseThrow();
    List<String> operands = new ArrayList<>();
    for (String operand : add.inputs()) {
      boolean differs = whole.contains(operand) && channels(operand).now() != result.now();
      operands.add(differs ? shortcut(add, operand, result) : operand);
    }
    put(add.output(), result);
    layers.add(add.rewired(operands, add.output()));
  }

  private String shortcut(Layer.Add add, String operand, TensorChannels result) {
    TensorShape in = shape(operand);
    if (result.axis() != 1 || result.isSplit() || in.rank() != 4) {
      throw misfit(
          add.name(),
          "no shortcut convolution fits between " + in + " and " + result.now() + " channels");
    }
    String name = add.name() + ".shortcut";
    if (shapes.containsKey(name + ".out")) {
      name = name + "." + operand;
    }
    for (Layer layer : AddOperands.shortcut(name, operand, in.channels(), result.now())) {
      layers.add(layer);
      shapes.put(layer.output(), in.withChannels(result.now()));
    }
    return name + ".out";
  }

  private Layer rewritten(Layer layer) {
    return LayerResizer.resized(
        layer,
        new LayerResizer.Context(
            original, this::channels, this::shape, (key, value) -> constants.put(key, value)));
  }

  private TensorChannels channels(String tensor) {
    TensorChannels found = channels.get(tensor);
    if (found == null) {
      throw new IllegalStateException("tensor " + tensor + " has not been written");
    }
    return found;
  }

  private TensorShape shape(String tensor) {
    TensorShape shape = shapes.get(tensor);
    if (shape == null) {
      throw new IllegalStateException("tensor " + tensor + " has no new shape");
    }
    return shape;
  }

  private void put(String tensor, TensorChannels value) {
    channels.put(tensor, value);
    shapes.put(tensor, value.resized(original.shape(tensor)));
  }

  private InvalidInputException misfit(String node, String what) {
    return new InvalidInputException(original.name() + ": node '" + node + "': " + what);
  }
}
