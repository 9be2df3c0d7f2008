package dev.twobit.network;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives convolutions other widths, as TAS derives a network (SPEC 1.7, 1.11): each convolution its
 * own; where an Add then meets an identity of another width, a 1x1 convolution with batch
 * normalization is put on the identity. The classifier reads what is left. Weights are dropped.
 */
public final class WidthAdapter {
  private static final double EPSILON = 1e-5;

  private final Network original;
  private final Map<String, Integer> widths;
  private final Map<String, Layer> producers;
  private final List<Layer> layers = new ArrayList<>();
  private final Map<String, TensorShape> shapes = new HashMap<>();

  private WidthAdapter(Network original, Map<String, Integer> widths) {
    this.original = original;
    this.widths = widths;
    this.producers = original.producers();
  }

  /**
   * @param widths output channels by convolution name; a convolution that is not named keeps its
   *     own
   * @return the structure alone, without weights
   */
  public static Network adapt(Network original, Map<String, Integer> widths) {
    return new WidthAdapter(original, widths).run();
  }

  private Network run() {
    for (String input : original.inputs()) {
      shapes.put(input, original.shape(input));
    }
    original.layers().forEach(this::adapt);
    return new Network(
        original.name(),
        original.inputs(),
        original.outputs(),
        layers,
        shapes,
        Parameters.empty(),
        original.dynamicBatch());
  }

  private void adapt(Layer layer) {
    TensorShape in = shapes.get(layer.input());
    TensorShape old = original.shape(layer.output());
    if (in == null) {
      throw new IllegalStateException("tensor " + layer.input() + " has no new shape");
    }
    int channels = in.channels();
    if (layer instanceof Layer.Convolution c) {
      int width = widths.getOrDefault(c.name(), c.outputChannels());
      if (c.groups() > 1) {
        throw new InvalidInputException(
            original.name()
                + ": node '"
                + c.name()
                + "': a grouped convolution cannot be given a width of its own");
      }
      put(c.withChannels(channels, width), old.withChannels(width));
    } else if (layer instanceof Layer.FullyConnected f) {
      put(f.withFeatures(in.dim(-1), f.outputFeatures()), old);
    } else if (layer instanceof Layer.BatchNormalization b) {
      put(b.withChannels(channels), old.withChannels(channels));
    } else if (layer instanceof Layer.Reshape r) {
      flatten(r, in, old);
    } else if (layer instanceof Layer.Add add) {
      add(add, old);
    } else if (layer instanceof Layer.Activation
        || layer instanceof Layer.Pooling
        || layer instanceof Layer.Softmax
        || layer instanceof Layer.Pad p && p.before().get(1) == 0 && p.after().get(1) == 0) {
      put(layer, old.withChannels(channels));
    } else if (in.equals(original.shape(layer.input()))) {
      put(layer, old);
    } else {
      throw new InvalidInputException(
          original.name()
              + ": node '"
              + layer.name()
              + "': channels cannot be followed through operator "
              + layer.operator());
    }
  }

  /** (N,C,H,W) to (N, C x H x W): channel blocks stay whole. */
  private void flatten(Layer.Reshape r, TensorShape in, TensorShape old) {
    TensorShape before = original.shape(r.input());
    if (in.equals(before)) {
      put(r, old);
      return;
    }
    int perChannel = (int) (before.elementCount() / before.dim(0) / before.channels());
    if (old.rank() != 2 || old.dim(1) != perChannel * before.channels()) {
      throw new InvalidInputException(
          original.name()
              + ": node '"
              + r.name()
              + "': channels cannot be followed through the reshape "
              + before
              + " to "
              + old);
    }
    TensorShape flat = TensorShape.of(old.dim(0), perChannel * in.channels());
    put(new Layer.Reshape(r.name(), r.input(), r.output(), flat), flat);
  }

  private void add(Layer.Add add, TensorShape old) {
    String main = mainOperand(add);
    int width = shape(main).channels();
    List<String> operands = new ArrayList<>();
    for (String operand : add.inputs()) {
      operands.add(shape(operand).channels() == width ? operand : shortcut(add, operand, width));
    }
    put(add.rewired(operands, add.output()), old.withChannels(width));
  }

  /** The operand that is not the block's input: no other operand is computed from it. */
  private String mainOperand(Layer.Add add) {
    for (String candidate : add.inputs()) {
      boolean isIdentity =
          add.inputs().stream().anyMatch(o -> !o.equals(candidate) && above(o).contains(candidate));
      if (!isIdentity) {
        return candidate;
      }
    }
    return add.inputs().get(0);
  }

  private Set<String> above(String tensor) {
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(tensor));
    while (!open.isEmpty()) {
      String next = open.remove();
      Layer layer = producers.get(next);
      if (seen.add(next) && layer != null) {
        open.addAll(layer.inputs());
      }
    }
    return seen;
  }

  private String shortcut(Layer.Add add, String operand, int width) {
    String name = add.name() + ".shortcut";
    TensorShape in = shape(operand);
    TensorShape out = in.withChannels(width);
    put(
        new Layer.Convolution(
            name, operand, name + ".conv", in.channels(), width, Window.square(1, 1, 0), 1, false),
        out);
    put(
        new Layer.BatchNormalization(name + ".bn", name + ".conv", name + ".out", width, EPSILON),
        out);
    return name + ".out";
  }

  private TensorShape shape(String tensor) {
    TensorShape shape = shapes.get(tensor);
    if (shape == null) {
      throw new IllegalStateException("tensor " + tensor + " has no new shape");
    }
    return shape;
  }

  private void put(Layer layer, TensorShape shape) {
    layers.add(layer);
    shapes.put(layer.output(), shape);
  }
}
