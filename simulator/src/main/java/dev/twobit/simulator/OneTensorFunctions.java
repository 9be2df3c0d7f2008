package dev.twobit.simulator;

import dev.twobit.network.Layer;
import dev.twobit.network.LayerKinds;
import dev.twobit.network.Network;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Layers that together compute, element by element, a function of one tensor: an activation, batch
 * normalization, arithmetic with constants, and sums and products of such functions of the same
 * tensor. x sigmoid(x) is two layers in a file and one function of x; the post-processor computes
 * it of a value in passing however it is written, for none of the layers needs another tensor.
 */
final class OneTensorFunctions {
  /** No function's layers lie further apart; what does, is in steps. */
  private static final int FARTHEST = 512;

  private final Network network;
  private final Map<String, List<Layer>> consumers;
  private final Map<String, Integer> positions = new HashMap<>();

  OneTensorFunctions(Network network, Map<String, List<Layer>> consumers) {
    this.network = network;
    this.consumers = consumers;
    for (Layer layer : network.layers()) {
      positions.put(layer.name(), positions.size());
    }
  }

  /** What a layer is a function of, by itself: its input if it reads no other, else its output. */
  static String argument(Layer layer) {
    return isElementByElement(layer) && readsOne(layer.inputs()) ? layer.input() : layer.output();
  }

  private static boolean readsOne(List<String> inputs) {
    return inputs.size() == 1 || Set.copyOf(inputs).size() == 1;
  }

  private static boolean isElementByElement(Layer layer) {
    return layer.foldKind(ELEMENT_BY_ELEMENT);
  }

  /**
   * The fewest layers that continue a function: behind them one tensor, the output of the last, is
   * all that is read of it. Empty if there are none.
   *
   * @param argument of the function; in memory, if a member reads it
   * @param members what is computed in passing so far
   * @param result what is left to read of that
   */
  List<Layer> continued(String argument, List<Layer> members, String result) {
    List<Layer> readers = readers(result);
    if (network.outputs().contains(result)
        || readers.isEmpty()
        || !readers.stream().allMatch(r -> continues(r, argument))) {
      return List.of();
    }
    return new Growth(argument, members, result).run();
  }

  private boolean continues(Layer layer, String argument) {
    return isElementByElement(layer)
        && network.shape(layer.output()).equals(network.shape(argument));
  }

  private List<Layer> readers(String tensor) {
    return consumers.getOrDefault(tensor, List.of());
  }

  /** Takes layers in network order until one tensor is left. */
  private final class Growth {
    private final String argument;
    private final String result;
    private final int begin;
    private final Set<String> members = new HashSet<>();
    private final Set<String> known = new HashSet<>();
    private final Map<String, Layer> functions = new HashMap<>();
    private final Map<String, Layer> taken = new HashMap<>();

    /** Behind it nothing reads {@code result} any more. */
    private final int lastReader;

    Growth(String argument, List<Layer> members, String result) {
      this.argument = argument;
      this.result = result;
      this.begin = position(members.get(0)) + 1;
      int last = begin;
      for (Layer reader : readers(result)) {
        last = Math.max(last, position(reader));
      }
      this.lastReader = last;
      known.add(argument);
      for (Layer member : members) {
        this.members.add(member.name());
        known.add(member.output());
      }
    }

    List<Layer> run() {
      int end = Math.min(network.layers().size(), begin + FARTHEST);
      Set<String> open = open();
      for (Layer layer : network.layers().subList(begin, end)) {
        if (taken.isEmpty() && position(layer) > lastReader) {
          return List.of();
        }
        if (members.contains(layer.name())) {
          continue;
        }
        boolean function =
            continues(layer, argument) && layer.inputs().stream().allMatch(this::isFunction);
        if (function) {
          functions.put(layer.output(), layer);
        }
        if (layer.inputs().stream().noneMatch(open::contains)) {
          continue;
        }
        if (function) {
          take(layer);
          open = open();
        }
        if (open.size() == 1 && !taken.isEmpty()) {
          return inOrder();
        }
        if (open.stream().filter(t -> isStuck(t, position(layer))).count() > 1) {
          return List.of();
        }
      }
      return List.of();
    }

    private boolean isFunction(String tensor) {
      return known.contains(tensor) || functions.containsKey(tensor);
    }

    /** With all that it is computed from. */
    private void take(Layer layer) {
      Deque<Layer> sources = new ArrayDeque<>(List.of(layer));
      while (!sources.isEmpty()) {
        Layer source = sources.remove();
        if (taken.putIfAbsent(source.output(), source) == null) {
          source.inputs().stream()
              .flatMap(t -> Stream.ofNullable(functions.get(t)))
              .forEach(sources::add);
        }
      }
    }

    /** Tensors of which something is read that is not taken. */
    private Set<String> open() {
      return Stream.concat(Stream.of(result), taken.keySet().stream())
          .filter(t -> network.outputs().contains(t) || !readers(t).stream().allMatch(this::isIn))
          .collect(Collectors.toSet());
    }

    private boolean isIn(Layer layer) {
      return members.contains(layer.name()) || taken.containsKey(layer.output());
    }

    /** Whether a tensor is read by a layer that was passed by, or never will be taken. */
    private boolean isStuck(String tensor, int reached) {
      return network.outputs().contains(tensor)
          || readers(tensor).stream()
              .anyMatch(r -> !isIn(r) && (position(r) <= reached || !continues(r, argument)));
    }

    private List<Layer> inOrder() {
      List<Layer> layers = new ArrayList<>(taken.values());
      layers.sort(Comparator.comparingInt(OneTensorFunctions.this::position));
      return layers;
    }
  }

  private int position(Layer layer) {
    Integer position = positions.get(layer.name());
    if (position == null) {
      throw new IllegalArgumentException(
          "network " + network.name() + " has no layer " + layer.name());
    }
    return position;
  }

  private static final LayerKinds<Boolean> ELEMENT_BY_ELEMENT =
      new LayerKinds<>() {
        @Override
        public Boolean weighted(Weighted layer) {
          return false;
        }

        @Override
        public Boolean elementwise(Elementwise layer) {
          return true;
        }

        @Override
        public Boolean combination(Combination layer) {
          return true;
        }

        @Override
        public Boolean movement(Movement layer) {
          return false;
        }

        @Override
        public Boolean planar(Planar layer) {
          return false;
        }

        @Override
        public Boolean jointNormalization(JointNormalization layer) {
          return false;
        }

        @Override
        public Boolean unsupported(Layer.Unsupported layer) {
          return false;
        }
      };
}
