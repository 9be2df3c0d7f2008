package dev.twobit.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds which layers' output widths are tied. Every weighted layer starts a space of channels;
 * tensors are sequences of spaces (a Concat makes longer ones); Adds, products and depthwise
 * convolutions join them. What cannot be followed channel by channel (shuffles, slices) joins all
 * it touches: never too few ties.
 */
public final class ChannelGroups {
  /** Channels of one space as they stand in a tensor. */
  private record Segment(int space, int channels) {}

  /** Concats of concats grow without end: a tensor of more parts than this is taken as one. */
  private static final int MOST_SEGMENTS = 4096;

  private final Network network;
  private final List<Integer> parents = new ArrayList<>();
  private final Map<String, List<Segment>> segments = new HashMap<>();
  private final Map<String, Integer> written = new LinkedHashMap<>();
  private final Map<String, Integer> channels = new HashMap<>();
  private final Map<String, List<Segment>> read = new LinkedHashMap<>();

  private ChannelGroups(Network network) {
    this.network = network;
  }

  /** Groups that some weighted layer writes, in the order of their first writer. */
  public static List<ChannelGroup> of(Network network) {
    var search = new ChannelGroups(network);
    network.inputs().forEach(search::fresh);
    network.layers().forEach(search::follow);
    return search.groups();
  }

  private List<ChannelGroup> groups() {
    Map<Integer, List<ChannelGroup.Writer>> writers = new LinkedHashMap<>();
    written.forEach(
        (layer, space) ->
            writers
                .computeIfAbsent(root(space), r -> new ArrayList<>())
                .add(new ChannelGroup.Writer(layer, channels.getOrDefault(layer, 0))));
    Map<Integer, Set<String>> readers = new HashMap<>();
    read.forEach(
        (layer, parts) ->
            parts.forEach(
                s ->
                    readers.computeIfAbsent(root(s.space), r -> new LinkedHashSet<>()).add(layer)));
    List<ChannelGroup> groups = new ArrayList<>();
    writers.forEach(
        (root, members) ->
            groups.add(
                new ChannelGroup(members, List.copyOf(readers.getOrDefault(root, Set.of())))));
    return groups;
  }

  private void follow(Layer layer) {
    if (ConvolutionRoles.isWeighted(layer)) {
      List<Segment> input = of(layer.input());
      read.put(layer.name(), input);
      int space = fresh(layer.output());
      written.put(layer.name(), space);
      channels.put(layer.name(), network.shape(layer.output()).channels());
      if (isGrouped(layer)) {
        input.forEach(s -> join(s.space, space));
      }
    } else if (layer instanceof Layer.Concat c && isChannelAxis(c)) {
      List<Segment> all = new ArrayList<>();
      for (String tensor : c.inputs()) {
        all.addAll(of(tensor));
        if (all.size() > MOST_SEGMENTS) {
          List<Segment> one = joined(all);
          all.clear();
          all.addAll(one);
        }
      }
      segments.put(c.output(), all);
    } else if (layer.inputs().isEmpty()) {
      fresh(layer.output());
    } else {
      layer.inputs().forEach(t -> tie(of(layer.inputs().get(0)), of(t)));
      segments.put(layer.output(), passed(layer));
    }
  }

  private List<Segment> joined(List<Segment> all) {
    int first = all.get(0).space;
    all.forEach(s -> join(s.space, first));
    return List.of(new Segment(first, all.stream().mapToInt(Segment::channels).sum()));
  }

  /** Channels of a layer without weights: those of its widest input, or a mix of all of them. */
  private List<Segment> passed(Layer layer) {
    TensorShape out = network.shape(layer.output());
    for (String tensor : layer.inputs()) {
      if (network.shape(tensor).channels() == out.channels() && keepsOrder(layer)) {
        return of(tensor);
      }
    }
    List<Segment> input = of(layer.input());
    int channels = network.shape(layer.input()).channels();
    if (layer instanceof Layer.Reshape && out.rank() == 2 && out.channels() % channels == 0) {
      int each = out.channels() / channels;
      return input.stream().map(s -> new Segment(s.space, s.channels * each)).toList();
    }
    input.forEach(s -> join(s.space, input.get(0).space));
    return List.of(new Segment(input.get(0).space, out.channels()));
  }

  private static boolean keepsOrder(Layer layer) {
    return !(layer instanceof Layer.Transpose t) || t.permutation().indexOf(1) == 1;
  }

  private boolean isChannelAxis(Layer.Concat c) {
    int rank = network.shape(c.output()).rank();
    return Math.floorMod(c.axis(), rank) == 1;
  }

  private static boolean isGrouped(Layer layer) {
    return layer instanceof Layer.Convolution c && c.groups() > 1
        || layer instanceof Layer.TransposedConvolution t && t.groups() > 1;
  }

  /** Joins channel by channel where both are cut alike, all with all otherwise. */
  private void tie(List<Segment> a, List<Segment> b) {
    boolean alike =
        a.stream()
            .map(Segment::channels)
            .toList()
            .equals(b.stream().map(Segment::channels).toList());
    for (int i = 0; i < a.size(); i++) {
      if (alike) {
        join(a.get(i).space, b.get(i).space);
      } else {
        for (Segment other : b) {
          join(a.get(i).space, other.space);
        }
      }
    }
  }

  private List<Segment> of(String tensor) {
    List<Segment> found = segments.get(tensor);
    if (found == null) {
      throw new IllegalStateException("tensor " + tensor + " is read before it is written");
    }
    return found;
  }

  private int fresh(String tensor) {
    int space = parents.size();
    parents.add(space);
    segments.put(tensor, List.of(new Segment(space, network.shape(tensor).channels())));
    return space;
  }

  private int root(int space) {
    int r = space;
    while (parents.get(r) != r) {
      r = parents.get(r);
    }
    parents.set(space, r);
    return r;
  }

  private void join(int a, int b) {
    int x = root(a);
    int y = root(b);
    parents.set(Math.max(x, y), Math.min(x, y));
  }
}
