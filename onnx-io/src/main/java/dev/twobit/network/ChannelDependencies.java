package dev.twobit.network;

import dev.twobit.network.ChannelPiece.Aligned;
import dev.twobit.network.ChannelPiece.Part;
import dev.twobit.network.ChannelSpaces.Fixation;
import dev.twobit.network.ConvolutionRoles.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Which layers of a network have to be equally wide, which cannot change, and the channels of every
 * tensor as an expression of the widths that can. Depthwise convolutions and gates have the width
 * of what they work on; a concatenation is a sum; what an Add joins is equally wide, or, aligned,
 * as wide as the widest. An Add whose sum a depthwise convolution or a gate works on is never
 * aligned.
 */
public final class ChannelDependencies {
  private final Network network;
  private final ChannelPropagation followed;
  private final List<WidthGroup> groups = new ArrayList<>();
  private final List<FixedWidth> fixed = new ArrayList<>();
  private final Map<Integer, Integer> groupOfSpace = new HashMap<>();

  private ChannelDependencies(Network network, ChannelPropagation followed) {
    this.network = network;
    this.followed = followed;
    collect();
  }

  /** What an Add joins is equally wide. */
  public static ChannelDependencies tied(Network network) {
    Set<String> all = new HashSet<>();
    network.layers().stream()
        .filter(Layer.Add.class::isInstance)
        .forEach(add -> all.add(add.name()));
    return new ChannelDependencies(network, ChannelPropagation.run(network, all));
  }

  /**
   * Operands of an Add are as wide as they like; only a shortcut convolution is as wide as the
   * block it bridges.
   */
  public static ChannelDependencies aligned(Network network) {
    return alignedWhere(network, ChannelPropagation::toBeTied);
  }

  /**
   * As {@link #aligned}, but an Add is tied too where a channel that one operand gets more would
   * move its others off the channels that they are summed with: it joins blocks, or is cut into
   * groups.
   */
  public static ChannelDependencies padded(Network network) {
    return alignedWhere(
        network,
        followed -> {
          Set<String> all = new HashSet<>(followed.toBeTied());
          all.addAll(followed.unpaddable());
          return all;
        });
  }

  private static ChannelDependencies alignedWhere(
      Network network, Function<ChannelPropagation, Set<String>> toBeTied) {
    Set<String> tied = new HashSet<>();
    ChannelPropagation followed = ChannelPropagation.run(network, tied);
    while (tied.addAll(toBeTied.apply(followed))) {
      followed = ChannelPropagation.run(network, tied);
    }
    return new ChannelDependencies(network, followed);
  }

  /** What may change, each with a convolution at least, in network order. */
  public List<WidthGroup> groups() {
    return List.copyOf(groups);
  }

  /** Convolutions that have to keep their widths, by reason, in network order. */
  public List<FixedWidth> fixed() {
    return List.copyOf(fixed);
  }

  /** Every weighted layer in one group, those that cannot change and those of no other too. */
  List<ChannelGroup> writersAndReaders() {
    Map<Integer, List<ChannelGroup.Writer>> writers = new LinkedHashMap<>();
    Map<Integer, List<String>> readers = new HashMap<>();
    int alone = -1;
    for (Layer layer : network.layers()) {
      if (!ConvolutionRoles.isWeighted(layer)) {
        continue;
      }
      Optional<Part> written = followed.single(layer.output());
      int root =
          written.isPresent() && writes(layer)
              ? followed.spaces().root(written.get().space())
              : alone--;
      writers
          .computeIfAbsent(root, r -> new ArrayList<>())
          .add(new ChannelGroup.Writer(layer.name(), channelsWritten(layer)));
      followed.channels(layer.input()).pieces().stream()
          .filter(Part.class::isInstance)
          .map(p -> followed.spaces().root(((Part) p).space()))
          .distinct()
          .forEach(r -> readers.computeIfAbsent(r, x -> new ArrayList<>()).add(layer.name()));
    }
    List<ChannelGroup> all = new ArrayList<>();
    writers.forEach(
        (root, w) -> all.add(new ChannelGroup(w, readers.getOrDefault(root, List.of()))));
    return all;
  }

  /**
   * A fully connected layer writes its features along the last axis, wherever others have theirs.
   */
  private int channelsWritten(Layer weighted) {
    return weighted instanceof Layer.FullyConnected connected
        ? connected.outputFeatures()
        : network.shape(weighted.output()).channels();
  }

  /**
   * Channels of a tensor; of one whose channels a reshape has spread over two axes, those of both.
   */
  public <T> T width(String tensor, WidthAlgebra<T> algebra) {
    return expression(followed.channels(tensor).pieces(), algebra);
  }

  private <T> T expression(List<ChannelPiece> pieces, WidthAlgebra<T> algebra) {
    List<T> blocks = pieces.stream().map(p -> expression(p, algebra)).toList();
    return blocks.size() == 1 ? blocks.get(0) : algebra.sum(blocks);
  }

  private <T> T expression(ChannelPiece piece, WidthAlgebra<T> algebra) {
    if (piece instanceof Part p) {
      Integer group = groupOfSpace.get(followed.spaces().root(p.space()));
      return group == null
          ? algebra.fixed(p.nominal())
          : scaled(algebra.group(group), p.factor(), algebra);
    }
    if (piece instanceof Aligned a) {
      List<T> operands = a.operands().stream().map(o -> expression(o, algebra)).toList();
      return scaled(algebra.largest(operands), a.factor(), algebra);
    }
    return algebra.fixed(piece.nominal());
  }

  private static <T> T scaled(T width, int factor, WidthAlgebra<T> algebra) {
    return factor == 1 ? width : algebra.times(width, factor);
  }

  private void collect() {
    Map<Integer, List<Layer>> layers = new LinkedHashMap<>();
    List<Layer> constant = new ArrayList<>();
    for (Layer layer : network.layers()) {
      if (ConvolutionRoles.isWeighted(layer)) {
        Optional<Part> alone = followed.single(layer.output());
        if (alone.isPresent() && writes(layer)) {
          int root = followed.spaces().root(alone.get().space());
          layers.computeIfAbsent(root, r -> new ArrayList<>()).add(layer);
        } else if (followed.channels(layer.output()).isFixed()) {
          constant.add(layer);
        }
      }
    }
    CostSummary costs = CostSummary.of(network);
    Map<String, Role> roles = ConvolutionRoles.of(network);
    layers.forEach((root, members) -> collect(root, members, costs, roles));
    for (Layer layer : constant) {
      if (isConvolution(layer)) {
        fix(
            List.of(layer),
            costs,
            new Fixation(layer.input(), "has a fixed number of channels, and it works on each"));
      }
    }
  }

  private void collect(int root, List<Layer> members, CostSummary costs, Map<String, Role> roles) {
    if (members.stream().noneMatch(ChannelDependencies::isConvolution)) {
      return;
    }
    ChannelSpaces spaces = followed.spaces();
    Optional<Fixation> fixation = spaces.fixation(root);
    if (fixation.isEmpty() && spaces.nominal(root) % spaces.multiple(root) != 0) {
      fixation =
          Optional.of(
              new Fixation(members.get(0).name(), "is not a multiple of " + spaces.multiple(root)));
    }
    if (fixation.isEmpty()
        && members.stream()
            .filter(ChannelDependencies::isConvolution)
            .allMatch(l -> roles.get(l.name()) == Role.SHORTCUT)) {
      fixation =
          Optional.of(
              new Fixation(
                  members.get(0).name(), "is the shortcut of a block that does not end in one"));
    }
    if (fixation.isPresent()) {
      fix(members, costs, fixation.get());
      return;
    }
    groupOfSpace.put(root, groups.size());
    groups.add(
        new WidthGroup(
            members.stream().map(Layer::name).toList(),
            spaces.nominal(root),
            spaces.multiple(root)));
  }

  private void fix(List<Layer> members, CostSummary costs, Fixation why) {
    List<String> names =
        members.stream().filter(ChannelDependencies::isConvolution).map(Layer::name).toList();
    long macs = names.stream().mapToLong(n -> costs.layerMacs().getOrDefault(n, 0L)).sum();
    double share = costs.macs() == 0 ? 0 : (double) macs / costs.macs();
    fixed.add(new FixedWidth(names, why.node(), why.reason(), share));
  }

  /** Not a fully connected layer on another axis than the channels'. */
  private boolean writes(Layer layer) {
    int last = network.shape(layer.output()).rank() - 1;
    return isConvolution(layer) || followed.channels(layer.output()).axis() == last;
  }

  private static boolean isConvolution(Layer layer) {
    return layer instanceof Layer.Convolution || layer instanceof Layer.TransposedConvolution;
  }
}
