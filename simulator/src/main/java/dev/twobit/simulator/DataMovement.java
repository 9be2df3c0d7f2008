package dev.twobit.simulator;

import dev.twobit.network.Layer;
import dev.twobit.network.LayerKinds;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import dev.twobit.simulator.workload.FeatureMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which movements of data take a step of the accelerator. One that addresses alone can say takes
 * none: its readers read where the tensor lies that it moves. One that only other movements read is
 * never written: the last of such a chain moves from the first tensor in one step.
 */
final class DataMovement {
  /** What becomes of a movement's output. */
  private enum Fate {
    /** A step writes it. */
    WRITTEN,
    /** Other addresses of what is there. */
    VIEW,
    /** Part of the step of a movement behind it. */
    PASSING
  }

  /**
   * What a step of movements reads.
   *
   * @param map how the part of the tensor lies that is read
   */
  record Source(String tensor, FeatureMap map, int bits) {}

  /**
   * The output of a movement.
   *
   * @param sources what a step that writes it would read
   * @param members movements of that step, last this one
   */
  private record Moved(Fate fate, FeatureMap map, List<Source> sources, List<Layer> members) {}

  private final Network network;
  private final PrecisionPlan plan;
  private final Addressing addressing;
  private final FetchedInputs fetched;
  private final TensorLayouts layouts;
  private final Map<String, List<Layer>> consumers;
  private final Map<String, Moved> moved = new HashMap<>();
  private final Set<String> placed = new HashSet<>();
  private final List<Layer> views = new ArrayList<>();

  /**
   * @param fetched what is done on the way to an array or a pooling, and moves nothing in memory
   */
  DataMovement(Network network, PrecisionPlan plan, Addressing addressing, FetchedInputs fetched) {
    this.network = network;
    this.plan = plan;
    this.addressing = addressing;
    this.fetched = fetched;
    this.layouts = TensorLayouts.of(network);
    this.consumers = network.consumers();
    for (Layer layer : network.layers()) {
      if (layer.asMovement().isPresent() && !fetched.isInPassing(layer)) {
        moved.put(layer.output(), decide(layer.asMovement().get()));
      }
    }
  }

  /** Movements that are a matter of addresses. */
  List<Layer> views() {
    return List.copyOf(views);
  }

  /** Whether a step ends with this movement. */
  boolean isStep(Layer movement) {
    return fate(movement.output()) == Fate.WRITTEN;
  }

  List<Source> sources(Layer movement) {
    return moved(movement.output()).sources();
  }

  /** All movements of the step, in order. */
  List<Layer> members(Layer movement) {
    return moved(movement.output()).members();
  }

  /** How a tensor lies in memory for who reads it. */
  FeatureMap map(String tensor) {
    return fate(tensor) == Fate.VIEW ? moved(tensor).map() : layouts.map(tensor);
  }

  /** How a tensor lies in memory that a step writes. */
  FeatureMap writtenMap(String tensor) {
    return layouts.map(tensor);
  }

  /** Whether what is read is the network's input, by other addresses perhaps. */
  boolean isImage(String tensor) {
    if (fate(tensor) == Fate.VIEW) {
      List<Source> sources = moved(tensor).sources();
      return sources.size() == 1 && isImage(sources.get(0).tensor());
    }
    return network.inputs().contains(tensor);
  }

  /**
   * Widths at which a tensor is written: for those too that read it by other addresses, or with
   * padding around it.
   */
  List<Integer> written(String tensor) {
    List<Integer> copies = plan.copies(tensor);
    TreeSet<Integer> missing = new TreeSet<>();
    for (Layer reader : consumers.getOrDefault(tensor, List.of())) {
      boolean padsInPassing = reader.asPad().isPresent() && fetched.isInPassing(reader);
      if (padsInPassing || fate(reader.output()) == Fate.VIEW) {
        missing.addAll(written(reader.output()));
      }
    }
    copies.forEach(missing::remove);
    if (missing.isEmpty()) {
      return copies;
    }
    List<Integer> all = new ArrayList<>(copies);
    all.addAll(missing);
    all.sort(null);
    return all;
  }

  private Moved moved(String tensor) {
    Moved known = moved.get(tensor);
    if (known == null) {
      throw new IllegalArgumentException(tensor + " is not the output of a movement");
    }
    return known;
  }

  private Fate fate(String tensor) {
    Moved known = moved.get(tensor);
    return known == null ? Fate.WRITTEN : known.fate();
  }

  private Moved decide(LayerKinds.Movement layer) {
    if (layer.inputs().stream().noneMatch(t -> fate(t) == Fate.PASSING)
        && layer.fold(new Views())) {
      views.add(layer);
      FeatureMap own = layouts.map(layer.output());
      boolean renamed = layer.fold(new KeepsOrder()) && !isSpatial(layer.output());
      return new Moved(
          Fate.VIEW,
          renamed && !samePlane(map(layer.input()), own) ? map(layer.input()) : own,
          layer.inputs().stream().map(t -> new Source(t, map(t), plan.readBits(layer))).toList(),
          List.of(layer));
    }
    List<Source> sources = new ArrayList<>();
    Set<Layer> members = new LinkedHashSet<>();
    boolean part = layer.asSlice().isPresent();
    for (String input : layer.inputs()) {
      if (fate(input) == Fate.PASSING) {
        sources.addAll(moved(input).sources());
        members.addAll(moved(input).members());
      } else {
        sources.add(new Source(input, map(input), plan.readBits(layer)));
      }
    }
    if (part) {
      Source whole = sources.get(0);
      FeatureMap map =
          TensorLayouts.map(
              network.shape(layer.output()), layouts.isFeaturesLast(layer.inputs().get(0)));
      sources = List.of(new Source(whole.tensor(), map, whole.bits()));
    }
    members.add(layer);
    Fate fate = isWritten(layer, sources.size()) ? Fate.WRITTEN : Fate.PASSING;
    return new Moved(fate, layouts.map(layer.output()), List.copyOf(sources), List.copyOf(members));
  }

  /**
   * Something else than a movement reads it, or one that takes a part of what has many sources. A
   * pad is the last of its chain, which so has one value to fill in.
   */
  private boolean isWritten(Layer layer, int sources) {
    List<Layer> readers = consumers.getOrDefault(layer.output(), List.of());
    return layer.asPad().isPresent()
        || readers.isEmpty()
        || network.outputs().contains(layer.output())
        || readers.stream().anyMatch(r -> r.asMovement().isEmpty() || fetched.isInPassing(r))
        || sources > 1 && readers.stream().anyMatch(r -> r.asSlice().isPresent());
  }

  private static boolean samePlane(FeatureMap a, FeatureMap b) {
    return a.channels() == b.channels() && a.positions() == b.positions();
  }

  /** Whether something reads it that walks over its plane. */
  private boolean isSpatial(String tensor) {
    return consumers.getOrDefault(tensor, List.of()).stream()
        .anyMatch(r -> r.slidingWindow().isPresent() || fetched.isInPassing(r));
  }

  /** Widths at which a movement's output is wanted. */
  private List<Integer> widths(Layer layer) {
    TreeSet<Integer> widths = new TreeSet<>(plan.copies(layer.output()));
    widths.add(plan.readBits(layer));
    return List.copyOf(widths);
  }

  /** Whether its elements keep their order. */
  private final class KeepsOrder implements LayerKinds.Movement.Cases<Boolean> {
    @Override
    public Boolean reshape(Layer.Reshape layer) {
      return true;
    }

    @Override
    public Boolean transpose(Layer.Transpose layer) {
      TensorShape in = network.shape(layer.input());
      int last = -1;
      for (int axis : layer.permutation()) {
        if (in.dim(axis) != 1) {
          if (axis < last) {
            return false;
          }
          last = axis;
        }
      }
      return true;
    }

    @Override
    public Boolean concat(Layer.Concat layer) {
      return layer.inputs().size() == 1;
    }

    @Override
    public Boolean slice(Layer.Slice layer) {
      return network.shape(layer.input()).equals(network.shape(layer.output()))
          && layer.steps().stream().allMatch(step -> step > 0);
    }

    @Override
    public Boolean pad(Layer.Pad layer) {
      return network.shape(layer.input()).equals(network.shape(layer.output()));
    }
  }

  /** Whether addresses alone can say it, its operands being in memory. */
  private final class Views implements LayerKinds.Movement.Cases<Boolean> {
    @Override
    public Boolean reshape(Layer.Reshape layer) {
      return renames(layer);
    }

    @Override
    public Boolean pad(Layer.Pad layer) {
      return new KeepsOrder().pad(layer) && renames(layer);
    }

    /** The same elements in the same order under another shape. */
    private boolean renames(Layer layer) {
      FeatureMap from = map(layer.input());
      FeatureMap to = layouts.map(layer.output());
      if (samePlane(from, to) && layouts.alike(layer.inputs().get(0), layer.output())) {
        return true;
      }
      if (!addressing.strided()) {
        return false;
      }
      if (layouts.isRows(layer.output())) {
        return to.positions() == 1 || isFlattened(layer);
      }
      return !isSpatial(layer.output())
          || from.positions() == 1 && addressing.wholeAtoms(to.channels(), widths(layer));
    }

    /** Items of the leading axis one a row: their weights follow the order they lie in. */
    private boolean isFlattened(Layer layer) {
      TensorShape out = network.shape(layer.output());
      return out.rank() == 2 && network.shape(layer.inputs().get(0)).dim(0) == out.dim(0);
    }

    @Override
    public Boolean transpose(Layer.Transpose layer) {
      return new KeepsOrder().transpose(layer) && renames(layer)
          || isInPlace(layer)
          || addressing.strided() && isAtBorder(layer);
    }

    /**
     * Channels stay channels and positions keep their order: each element is where it should be.
     */
    private boolean isInPlace(Layer.Transpose layer) {
      TensorShape in = network.shape(layer.input());
      if (in.rank() < 2 || !map(layer.input()).equals(layouts.map(layer.input()))) {
        return false;
      }
      int channels = layouts.channelAxis(layer.input());
      List<Integer> order = layer.permutation();
      if (order.get(layouts.channelAxis(layer.output())) != channels) {
        return false;
      }
      List<Integer> positions =
          order.stream().filter(axis -> axis != channels && in.dim(axis) != 1).toList();
      return positions.equals(positions.stream().sorted().toList());
    }

    /** Where the network's image comes from or its result goes to, another order is as good. */
    private boolean isAtBorder(Layer.Transpose layer) {
      List<Layer> others = consumers.getOrDefault(layer.input(), List.of());
      boolean first = isImage(layer.input()) && others.size() == 1;
      boolean last =
          network.outputs().contains(layer.output())
              && others.size() == 1
              && !network.outputs().contains(layer.input())
              && consumers.getOrDefault(layer.output(), List.of()).isEmpty();
      return first || last;
    }

    @Override
    public Boolean slice(Layer.Slice layer) {
      TensorShape in = network.shape(layer.input());
      TensorShape out = network.shape(layer.output());
      if (new KeepsOrder().slice(layer)) {
        return renames(layer);
      }
      if (!addressing.strided() || !isPlain(layer.input())) {
        return false;
      }
      int channels = layouts.channelAxis(layer.input());
      int rows = layouts.rowAxis(layer.input());
      if (channels != layouts.channelAxis(layer.output())) {
        return false;
      }
      for (int axis = 0; axis < in.rank(); axis++) {
        boolean cut = in.dim(axis) != out.dim(axis);
        if (layer.steps().get(axis) < 1
            || cut && (layer.steps().get(axis) != 1 || axis != channels && axis != rows)) {
          return false;
        }
      }
      int start = layer.starts().get(channels);
      boolean ends = start + out.dim(channels) == in.dim(channels);
      return addressing.wholeAtoms(start, widths(layer))
          && (ends || addressing.wholeAtoms(out.dim(channels), widths(layer)));
    }

    /** It lies as its shape says, one image, its rows one after the other. */
    private boolean isPlain(String tensor) {
      TensorShape shape = network.shape(tensor);
      return shape.rank() >= 2
          && shape.rank() <= 4
          && shape.dim(0) == 1
          && map(tensor).equals(layouts.map(tensor));
    }

    /** Its operands are written one beside the other. */
    @Override
    public Boolean concat(Layer.Concat layer) {
      if (new KeepsOrder().concat(layer)) {
        return renames(layer);
      }
      int channels = layouts.channelAxis(layer.output());
      if (!addressing.strided()
          || layer.axis() != channels && layer.axis() != layouts.rowAxis(layer.output())
          || layer.inputs().stream().anyMatch(t -> layouts.channelAxis(t) != channels)
          || !isPlain(layer.output())
          || new HashSet<>(layer.inputs()).size() < layer.inputs().size()) {
        return false;
      }
      List<String> inputs = layer.inputs();
      for (int i = 0; i < inputs.size(); i++) {
        boolean whole =
            layer.axis() != channels
                || i == inputs.size() - 1
                || addressing.wholeAtoms(network.shape(inputs.get(i)).dim(channels), widths(layer));
        if (!whole || !mayBePlaced(inputs.get(i), layer)) {
          return false;
        }
      }
      placed.addAll(inputs);
      return true;
    }

    /**
     * A step writes it, or steps write its parts, and it has no other place: but that of a
     * concatenation that begins with this one's operands, or this one with its (dense blocks).
     */
    private boolean mayBePlaced(String tensor, Layer.Concat by) {
      if (network.inputs().contains(tensor)) {
        return false;
      }
      if (fate(tensor) == Fate.VIEW && moved(tensor).sources().size() < 2) {
        return false;
      }
      if (!placed.contains(tensor)) {
        return true;
      }
      return consumers.getOrDefault(tensor, List.of()).stream()
          .filter(r -> fate(r.output()) == Fate.VIEW && r.inputs().size() > 1)
          .allMatch(r -> begins(r.inputs(), by.inputs()) || begins(by.inputs(), r.inputs()));
    }

    private boolean begins(List<String> longer, List<String> shorter) {
      return longer.size() >= shorter.size() && longer.subList(0, shorter.size()).equals(shorter);
    }
  }
}
