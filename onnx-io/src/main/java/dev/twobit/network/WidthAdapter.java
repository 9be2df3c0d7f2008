package dev.twobit.network;

import dev.twobit.network.ChannelPiece.Resized;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives convolutions other widths, as TAS derives a network
 * (search/docs/methods.md#derived-network): each convolution its own; operands of an Add that then
 * differ are made equal ({@link UnequalOperands}). Depthwise convolutions follow what they read, a
 * concatenation is as wide as its blocks, the classifier reads what is left. Weights are dropped;
 * constants stay, of a block that has become narrower its first ones.
 */
public final class WidthAdapter {
  private final Network original;
  private final Map<String, Integer> widths;
  private final List<Layer> layers = new ArrayList<>();
  private final Map<String, TensorChannels> channels = new HashMap<>();
  private final Map<String, TensorShape> shapes = new LinkedHashMap<>();
  private final Map<String, WeightTensor> constants = new HashMap<>();
  private final ChannelFlows flows;
  private final LayerResizer resizer;
  private final AddWidths adds;

  private WidthAdapter(Network original, Map<String, Integer> widths, UnequalOperands unequal) {
    this.original = original;
    this.widths = widths;
    this.flows = new ChannelFlows(original, this::channels);
    this.resizer = new LayerResizer(original, this::channels, this::shape, constants::put);
    this.adds = new AddWidths(original, unequal, layers, shapes);
  }

  /**
   * @param widths output channels by convolution name, output features by that of a fully connected
   *     layer; one that is not named keeps its own, but a depthwise convolution follows what it
   *     reads
   * @return the structure alone, without weights
   * @throws InvalidInputException in one line that names the node which these widths do not fit
   */
  public static Network adapt(Network original, Map<String, Integer> widths) {
    return adapt(original, widths, UnequalOperands.SHORTCUT);
  }

  /** As {@link #adapt(Network, Map)}, with a choice of what is done before an Add. */
  public static Network adapt(
      Network original, Map<String, Integer> widths, UnequalOperands unequal) {
    return new WidthAdapter(original, widths, unequal).run();
  }

  /** Operands of an Add that are as large as what it writes: those that may need a shortcut. */
  public static List<String> wholeOperands(Network network, Layer add) {
    TensorShape out = network.shape(add.output());
    return add.inputs().stream().filter(t -> network.shape(t).equals(out)).toList();
  }

  /**
   * The operand that keeps its width in an Add: the others get a shortcut where theirs differs.
   *
   * @param operands at least one
   */
  public static String mainOperand(Network network, List<String> operands) {
    return AddOperands.main(network, operands);
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
        original.dynamicBatch(),
        original.images());
  }

  private void adapt(Layer layer) {
    Widths step = new Widths(layer);
    put(layer.output(), flows.of(layer).fold(step));
    layers.add(layer.foldKind(resizer).rewired(step.inputs, layer.output()));
  }

  /** How wide a layer writes. */
  private final class Widths implements ChannelFlow.Cases<TensorChannels> {
    private final Layer layer;
    private List<String> inputs;

    private Widths(Layer layer) {
      this.layer = layer;
      this.inputs = layer.inputs();
    }

    @Override
    public TensorChannels chosen(ChannelFlow.Chosen flow) {
      int width = widths.getOrDefault(layer.name(), flow.nominal());
      int groups = flow.groups();
      if (!flow.readable()) {
        throw misfit(layer.name(), "channels are on another axis than those it reads");
      }
      if (width < 1 || width % groups != 0 || flow.in().now() % groups != 0) {
        throw misfit(
            layer.name(),
            "found widths of "
                + flow.in().now()
                + " and "
                + width
                + " channels, expected multiples of its "
                + groups
                + " groups");
      }
      return TensorChannels.plain(flow.axis(), List.of(new Resized(flow.nominal(), width)));
    }

    @Override
    public TensorChannels multiplied(ChannelFlow.Multiplied flow) {
      int width = flow.each() * flow.in().now();
      int asked = widths.getOrDefault(layer.name(), width);
      if (asked != width) {
        throw misfit(
            layer.name(),
            "found a width of " + asked + ", expected " + width + ", as its input has it");
      }
      return TensorChannels.plain(1, ChannelPiece.times(flow.in().pieces(), flow.each()));
    }

    @Override
    public TensorChannels carried(ChannelFlow.Carried flow) {
      return flow.result();
    }

    @Override
    public TensorChannels equal(ChannelFlow.Equal flow) {
      flow.spread().forEach(this::requireFixed);
      List<Integer> found = flow.operands().stream().map(TensorChannels::now).toList();
      if (found.stream().distinct().count() > 1) {
        throw misfit(layer.name(), "found operands of " + found + " channels, expected equal ones");
      }
      return flow.operands().get(0);
    }

    @Override
    public TensorChannels aligned(ChannelFlow.Aligned flow) {
      for (int i = 0; i < layer.inputs().size(); i++) {
        if (flow.met().operands().get(i).isEmpty()) {
          requireFixed(channels(layer.inputs().get(i)));
        }
      }
      AddWidths.Met met = adds.meet(layer, flow);
      inputs = met.inputs();
      return met.result();
    }

    @Override
    public TensorChannels split(ChannelFlow.Split flow) {
      int groups = flow.result().groups();
      if (flow.result().now() % groups != 0) {
        throw misfit(
            layer.name(),
            "found " + flow.result().now() + " channels, expected a multiple of " + groups);
      }
      return flow.result();
    }

    @Override
    public TensorChannels merged(ChannelFlow.Merged flow) {
      return flow.result();
    }

    @Override
    public TensorChannels shuffled(ChannelFlow.Shuffled flow) {
      int groups = flow.in().groups();
      List<List<ChannelPiece>> runs =
          ChannelMoves.groups(flow.in().pieces(), groups).orElse(List.of());
      if (runs.stream().mapToInt(ChannelPiece::now).distinct().count() != 1) {
        throw misfit(layer.name(), "a shuffle cannot take blocks of different widths in turns");
      }
      return flow.result().with(ChannelPiece.times(runs.get(0), groups));
    }

    @Override
    public TensorChannels lost() {
      layer.inputs().forEach(t -> requireFixed(channels(t)));
      return TensorChannels.constant(original.shape(layer.output()));
    }

    private void requireFixed(TensorChannels channels) {
      if (!channels.isFixed()) {
        throw misfit(
            layer.name(), "channels cannot be followed through operator " + layer.operator());
      }
    }
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
