package dev.twobit.network;

import dev.twobit.network.ChannelPiece.Aligned;
import dev.twobit.network.ChannelPiece.Part;
import dev.twobit.network.ConvolutionRoles.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One pass over the layers: the channels of every tensor, and what has to be equal on the way. */
final class ChannelPropagation {
  private final Network network;
  private final Set<String> tiedAdds;
  private final Set<String> toBeTied = new HashSet<>();
  private final Map<String, Role> roles;
  private final Map<String, TensorChannels> channels = new HashMap<>();
  private final ChannelTies ties;
  private final Set<Integer> shortcutSpaces = new HashSet<>();

  private ChannelPropagation(Network network, Set<String> tiedAdds) {
    this.network = network;
    this.tiedAdds = Set.copyOf(tiedAdds);
    this.roles = ConvolutionRoles.of(network);
    this.ties = new ChannelTies(toBeTied);
  }

  /**
   * @param tiedAdds names of the Adds whose operands have to be equally wide
   */
  static ChannelPropagation run(Network network, Set<String> tiedAdds) {
    var pass = new ChannelPropagation(network, tiedAdds);
    network.inputs().forEach(t -> pass.put(t, TensorChannels.constant(network.shape(t))));
    for (Layer layer : network.layers()) {
      TensorChannels followed = pass.follow(layer);
      boolean fixed = followed.isFixed();
      pass.put(
          layer.output(),
          fixed ? TensorChannels.constant(network.shape(layer.output())) : followed);
    }
    for (String output : network.outputs()) {
      pass.ties.fix(pass.channels(output).pieces(), output, "is what the network puts out");
    }
    return pass;
  }

  TensorChannels channels(String tensor) {
    TensorChannels found = channels.get(tensor);
    if (found == null) {
      throw new IllegalArgumentException("no tensor " + tensor);
    }
    return found;
  }

  ChannelSpaces spaces() {
    return ties.spaces();
  }

  /** Adds that something works on channel by channel, so that they cannot be aligned. */
  Set<String> toBeTied() {
    return toBeTied;
  }

  /** The space whose width is that of a tensor. */
  Optional<Part> single(String tensor) {
    List<ChannelPiece> pieces = channels(tensor).pieces();
    return pieces.size() == 1 && pieces.get(0) instanceof Part p && p.factor() == 1
        ? Optional.of(p)
        : Optional.empty();
  }

  private void put(String tensor, TensorChannels value) {
    channels.put(tensor, value);
  }

  private TensorChannels follow(Layer layer) {
    TensorShape out = network.shape(layer.output());
    if (layer.inputs().isEmpty()) {
      return TensorChannels.constant(out);
    }
    TensorChannels in = channels(layer.input());
    if (layer instanceof Layer.Convolution c) {
      return convolution(c, in, out);
    }
    if (layer instanceof Layer.TransposedConvolution t) {
      return transposed(t, in, out);
    }
    if (layer instanceof Layer.FullyConnected f) {
      boolean features = !in.isSplit() && in.axis() == network.shape(f.input()).rank() - 1;
      return features ? fresh(out.rank() - 1, f.outputFeatures()) : in;
    }
    if (layer instanceof Layer.Add add) {
      return add(add, out);
    }
    if (layer instanceof Layer.Multiply m) {
      return product(m, out);
    }
    if (layer instanceof Layer.Concat c) {
      return concat(c, out);
    }
    if (layer instanceof Layer.Slice s) {
      return slice(s, in, out);
    }
    if (layer instanceof Layer.Pad p) {
      int before = p.before().get(in.axis());
      int after = p.after().get(in.axis());
      return in.isSplit() && before + after > 0
          ? lost(layer, out)
          : in.with(ChannelMoves.pad(in.pieces(), before, after));
    }
    if (layer instanceof Layer.Reshape) {
      return reshape(layer, in, out);
    }
    if (layer instanceof Layer.Transpose t) {
      return ChannelMoves.transpose(in, t.permutation()).orElseGet(() -> lost(layer, out));
    }
    boolean keeps =
        out.equals(network.shape(layer.input())) && !(layer instanceof Layer.Unsupported)
            || ofPlanes(layer) && in.axis() == 1 && !in.isSplit();
    return keeps ? in : lost(layer, out);
  }

  /** Whether every plane of the input is one of the output. */
  static boolean ofPlanes(Layer layer) {
    return layer instanceof Layer.Pooling || layer instanceof Layer.Resize;
  }

  private TensorChannels fresh(int axis, int width) {
    return TensorChannels.plain(axis, List.of(ties.fresh(width)));
  }

  /** Nothing is known of the result's channels but their number, which must stay. */
  private TensorChannels lost(Layer layer, TensorShape out) {
    for (String tensor : layer.inputs()) {
      ties.fix(
          channels(tensor).pieces(),
          layer.name(),
          "(" + layer.operator() + ") leaves no way to follow channels through it");
    }
    return TensorChannels.constant(out);
  }

  private TensorChannels convolution(Layer.Convolution c, TensorChannels in, TensorShape out) {
    if (c.isDepthwise()) {
      ties.requireTied(in.pieces());
      int multiplier = c.outputChannels() / c.inputChannels();
      return TensorChannels.plain(1, ChannelPiece.times(in.pieces(), multiplier));
    }
    if (c.groups() > 1) {
      boolean follows = ties.multiplesOf(c.groups(), in.pieces(), c.name());
      if (follows && c.inputChannels() == c.outputChannels() && single(c.input()).isPresent()) {
        return in;
      }
    }
    TensorChannels written = fresh(1, out.channels());
    Part space = (Part) written.pieces().get(0);
    if (c.groups() > 1) {
      ties.spaces().requireMultiple(space.space(), c.groups());
    }
    if (roles.get(c.name()) == Role.SHORTCUT) {
      shortcutSpaces.add(space.space());
    }
    return written;
  }

  private TensorChannels transposed(
      Layer.TransposedConvolution t, TensorChannels in, TensorShape out) {
    if (t.groups() > 1) {
      ties.fix(in.pieces(), t.name(), "is a transposed convolution in groups");
    }
    TensorChannels written = fresh(1, out.channels());
    ties.fix(written.pieces(), t.name(), "is a transposed convolution, which is not searched");
    return written;
  }

  private TensorChannels add(Layer.Add add, TensorShape out) {
    Optional<List<TensorChannels>> operands = operands(add, out);
    if (operands.isEmpty()) {
      return lost(add, out);
    }
    TensorChannels first = operands.get().get(0);
    List<List<ChannelPiece>> all = operands.get().stream().map(TensorChannels::pieces).toList();
    if (tiedAdds.contains(add.name())) {
      all.forEach(o -> ties.tie(all.get(0), o, add.name()));
      return first;
    }
    List<List<ChannelPiece>> apart = withoutShortcuts(all, add.name());
    return apart.size() == 1
        ? first.with(apart.get(0))
        : first.with(List.of(new Aligned(add.name(), apart, 1)));
  }

  /** A shortcut convolution has the width of the block it bridges. */
  private List<List<ChannelPiece>> withoutShortcuts(List<List<ChannelPiece>> all, String add) {
    List<List<ChannelPiece>> others =
        new ArrayList<>(all.stream().filter(o -> !isShortcut(o)).distinct().toList());
    if (others.isEmpty()) {
      return all.stream().distinct().toList();
    }
    for (List<ChannelPiece> operand : all) {
      if (isShortcut(operand)) {
        boolean bridges =
            others.get(0).size() == 1
                && others.get(0).get(0) instanceof Part main
                && main.factor() == 1;
        if (bridges) {
          ties.tie(others.get(0), operand, add);
        } else {
          ties.fix(operand, add, "adds a shortcut to a block that does not end in one convolution");
          others.add(operand);
        }
      }
    }
    return others;
  }

  private boolean isShortcut(List<ChannelPiece> pieces) {
    return pieces.size() == 1
        && pieces.get(0) instanceof Part p
        && shortcutSpaces.contains(p.space());
  }

  private TensorChannels product(Layer.Multiply m, TensorShape out) {
    Optional<List<TensorChannels>> operands = operands(m, out);
    if (operands.isEmpty()) {
      return lost(m, out);
    }
    TensorChannels first = operands.get().get(0);
    operands.get().forEach(o -> ties.tie(first.pieces(), o.pieces(), m.name()));
    return first;
  }

  /** Those that have the result's channels; of the others there is one for all, and stays so. */
  private Optional<List<TensorChannels>> operands(Layer layer, TensorShape out) {
    List<TensorChannels> states = layer.inputs().stream().map(this::channels).toList();
    List<TensorShape> shapes = layer.inputs().stream().map(network::shape).toList();
    Optional<Broadcasting> met = Broadcasting.of(states, shapes, out);
    for (int i = 0; met.isPresent() && i < states.size(); i++) {
      if (met.get().operands().get(i).isEmpty()) {
        ties.fix(
            states.get(i).pieces(), layer.name(), "(" + layer.operator() + ") spreads it over all");
      }
    }
    return met.map(Broadcasting::whole);
  }

  private TensorChannels concat(Layer.Concat c, TensorShape out) {
    Optional<List<TensorChannels>> found =
        ChannelMoves.together(
            c.inputs().stream().map(this::channels).toList(),
            c.inputs().stream().map(network::shape).toList());
    if (found.isEmpty()) {
      return lost(c, out);
    }
    List<TensorChannels> all = found.get();
    TensorChannels first = all.get(0);
    if (Math.floorMod(c.axis(), out.rank()) != first.axis()) {
      all.forEach(t -> ties.tie(first.pieces(), t.pieces(), c.name()));
      return first;
    }
    List<ChannelPiece> joined = new ArrayList<>();
    all.forEach(t -> joined.addAll(t.pieces()));
    return joined.size() > ChannelMoves.MOST_PIECES ? lost(c, out) : first.with(joined);
  }

  private TensorChannels slice(Layer.Slice s, TensorChannels in, TensorShape out) {
    int axis = in.axis();
    int extent = network.shape(s.input()).dim(axis);
    boolean all = s.starts().get(axis) == 0 && s.ends().get(axis) >= extent;
    if (all && s.steps().get(axis) == 1 && !in.isSplit()) {
      return in;
    }
    if (in.isSplit() || s.steps().get(axis) != 1) {
      return lost(s, out);
    }
    return ChannelMoves.slice(in.pieces(), s.starts().get(axis), s.ends().get(axis))
        .map(in::with)
        .orElseGet(() -> lost(s, out));
  }

  private TensorChannels reshape(Layer layer, TensorChannels in, TensorShape out) {
    Optional<TensorChannels> result = ChannelMoves.reshape(network.shape(layer.input()), in, out);
    if (result.isPresent() && in.swapped()) {
      return ties.shuffle(in.pieces(), in.groups())
          .map(p -> result.get().with(p))
          .orElseGet(() -> lost(layer, out));
    }
    return result.orElseGet(() -> lost(layer, out));
  }
}
