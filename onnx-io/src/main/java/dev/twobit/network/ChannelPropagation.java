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
import java.util.stream.Collectors;

/** One pass over the layers: the channels of every tensor, and what has to be equal on the way. */
final class ChannelPropagation {
  private final Network network;
  private final Set<String> tiedAdds;
  private final Set<String> toBeTied = new HashSet<>();
  private final List<Aligned> aligned = new ArrayList<>();
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
    ChannelFlows flows = new ChannelFlows(network, pass::channels);
    for (Layer layer : network.layers()) {
      TensorChannels followed = flows.of(layer).fold(pass.new Requirements(layer));
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

  /** Aligned Adds of an operand whose channels do not stay where they are when it gets more. */
  Set<String> unpaddable() {
    return aligned.stream()
        .filter(a -> !a.operands().stream().allMatch(this::growsAtItsEnd))
        .map(Aligned::add)
        .collect(Collectors.toSet());
  }

  private boolean growsAtItsEnd(List<ChannelPiece> pieces) {
    int last = pieces.size() - 1;
    return pieces.subList(0, last).stream().allMatch(this::neverGrows)
        && growsAtItsEnd(pieces.get(last));
  }

  private boolean growsAtItsEnd(ChannelPiece piece) {
    return neverGrows(piece)
        || piece instanceof Part p && ties.spaces().multiple(p.space()) == 1
        || piece instanceof Aligned a && a.operands().stream().allMatch(this::growsAtItsEnd);
  }

  private boolean neverGrows(ChannelPiece piece) {
    return piece instanceof ChannelPiece.Constant
        || piece instanceof Part p && ties.spaces().fixation(p.space()).isPresent();
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

  /** What a layer asks of the widths it reads. */
  private final class Requirements implements ChannelFlow.Cases<TensorChannels> {
    private final Layer layer;

    private Requirements(Layer layer) {
      this.layer = layer;
    }

    private String operator() {
      return "(" + layer.operator() + ")";
    }

    private void fix(TensorChannels channels, String reason) {
      ties.fix(channels.pieces(), layer.name(), reason);
    }

    @Override
    public TensorChannels chosen(ChannelFlow.Chosen flow) {
      if (!flow.readable()) {
        fix(flow.in(), operator() + " reads channels that are on another axis");
      }
      if (!flow.searched() && flow.groups() > 1) {
        fix(flow.in(), "is a transposed convolution in groups");
      } else if (flow.groups() > 1) {
        boolean follows = ties.multiplesOf(flow.groups(), flow.in().pieces(), layer.name());
        boolean asMany = ChannelPiece.total(flow.in().pieces()) == flow.nominal();
        if (follows && asMany && single(layer.input()).isPresent()) {
          return flow.in();
        }
      }
      Part space = ties.fresh(flow.nominal());
      TensorChannels written = TensorChannels.plain(flow.axis(), List.of(space));
      if (!flow.searched()) {
        fix(written, "is a transposed convolution, which is not searched");
      } else if (flow.groups() > 1) {
        ties.spaces().requireMultiple(space.space(), flow.groups());
      }
      if (flow.searched() && roles.get(layer.name()) == Role.SHORTCUT) {
        shortcutSpaces.add(space.space());
      }
      return written;
    }

    @Override
    public TensorChannels multiplied(ChannelFlow.Multiplied flow) {
      ties.requireTied(flow.in().pieces());
      return TensorChannels.plain(1, ChannelPiece.times(flow.in().pieces(), flow.each()));
    }

    @Override
    public TensorChannels carried(ChannelFlow.Carried flow) {
      return flow.result();
    }

    @Override
    public TensorChannels equal(ChannelFlow.Equal flow) {
      flow.spread().forEach(this::spread);
      TensorChannels first = flow.operands().get(0);
      flow.operands().forEach(o -> ties.tie(first.pieces(), o.pieces(), layer.name()));
      return first;
    }

    private void spread(TensorChannels one) {
      fix(one, operator() + " spreads it over all");
    }

    @Override
    public TensorChannels aligned(ChannelFlow.Aligned flow) {
      for (int i = 0; i < layer.inputs().size(); i++) {
        if (flow.met().operands().get(i).isEmpty()) {
          spread(channels(layer.inputs().get(i)));
        }
      }
      List<TensorChannels> operands = flow.met().whole();
      TensorChannels first = operands.get(0);
      List<List<ChannelPiece>> all = operands.stream().map(TensorChannels::pieces).toList();
      if (tiedAdds.contains(layer.name())) {
        all.forEach(o -> ties.tie(all.get(0), o, layer.name()));
        return first;
      }
      if (!flow.bridgeable()) {
        toBeTied.add(layer.name());
      }
      List<List<ChannelPiece>> apart = withoutShortcuts(all, layer.name());
      if (apart.size() == 1) {
        return first.with(apart.get(0));
      }
      aligned.add(new Aligned(layer.name(), apart, 1));
      return first.with(List.of(aligned.get(aligned.size() - 1)));
    }

    /** Where these channels end, one axis again or not followed, the groups have to divide them. */
    @Override
    public TensorChannels split(ChannelFlow.Split flow) {
      return flow.result();
    }

    @Override
    public TensorChannels merged(ChannelFlow.Merged flow) {
      ties.multiplesOf(flow.in().groups(), flow.in().pieces(), layer.name());
      return flow.result();
    }

    @Override
    public TensorChannels shuffled(ChannelFlow.Shuffled flow) {
      return ties.shuffle(flow.in().pieces(), flow.in().groups())
          .map(p -> flow.result().with(p))
          .orElseGet(this::lost);
    }

    @Override
    public TensorChannels lost() {
      for (String tensor : layer.inputs()) {
        fix(channels(tensor), operator() + " leaves no way to follow channels through it");
      }
      return TensorChannels.constant(network.shape(layer.output()));
    }
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
}
