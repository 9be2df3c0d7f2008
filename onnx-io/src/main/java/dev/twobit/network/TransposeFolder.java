package dev.twobit.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes out transposes that cancel, as graphs of (N,H,W,C) have them around every convolution: each
 * is pushed down through layers that do not care, until it meets its inverse, or a fully connected
 * layer, whose weights take it in. The function computed is the same.
 */
public final class TransposeFolder {
  /** Axes of a batch of planes; transposes of more are shuffles of channels and stay. */
  private static final int PLANES = 4;

  private final Network network;
  private final Map<String, List<Layer>> consumers;
  private final Map<String, TurnedTensor> views = new HashMap<>();
  private final Map<String, TurnedTensor> flattened = new HashMap<>();
  private final Set<String> written = new HashSet<>();
  private final Set<String> names = new HashSet<>();
  private final List<Layer> layers = new ArrayList<>();
  private final Map<String, TensorShape> shapes = new LinkedHashMap<>();
  private final Map<String, WeightTensor> changed = new HashMap<>();

  private TransposeFolder(Network network) {
    this.network = network;
    this.consumers = network.consumers();
    names.addAll(network.shapes().keySet());
    network.layers().forEach(l -> names.add(l.name()));
  }

  /** The network itself if it would not have fewer transposes. */
  public static Network fold(Network network) {
    if (transposes(network) == 0) {
      return network;
    }
    Network folded = new TransposeFolder(network).run();
    return transposes(folded) < transposes(network) ? folded : network;
  }

  private static long transposes(Network network) {
    return network.layers().stream().filter(Layer.Transpose.class::isInstance).count();
  }

  private Network run() {
    for (String input : network.inputs()) {
      shapes.put(input, network.shape(input));
      written.add(input);
    }
    network.layers().forEach(this::fold);
    List<String> outputs = network.outputs().stream().map(this::plain).distinct().toList();
    return new Network(
        network.name(),
        network.inputs(),
        outputs,
        layers,
        shapes,
        network.parameters().with(changed),
        network.dynamicBatch(),
        network.images());
  }

  private TurnedTensor view(String tensor) {
    return views.computeIfAbsent(tensor, t -> TurnedTensor.plain(t, network.shape(t).rank()));
  }

  private void fold(Layer layer) {
    TurnedTensor x =
        layer.inputs().isEmpty() ? TurnedTensor.plain("", 0) : view(layer.inputs().get(0));
    if (layer instanceof Layer.Transpose t && t.permutation().size() <= PLANES) {
      views.put(t.output(), x.turned(t.permutation()));
    } else if (layer instanceof Layer.Reshape r && !x.isPlain()) {
      reshape(r, x);
    } else if (layer instanceof Layer.FullyConnected f && flattened.containsKey(f.input())) {
      connect(f);
    } else {
      Optional<Layer> turned =
          !x.isPlain() && sameViews(layer, x)
              ? layer.foldKind(new TurnedLayers(x, network, changed))
              : Optional.empty();
      turned.ifPresentOrElse(t -> turn(layer, t, x), () -> keep(layer));
    }
  }

  private void keep(Layer layer) {
    put(
        layer,
        layer.inputs().stream().map(this::plain).toList(),
        layer.output(),
        network.shape(layer.output()));
    written.add(layer.output());
  }

  private boolean sameViews(Layer layer, TurnedTensor x) {
    return layer.inputs().stream().allMatch(t -> view(t).order().equals(x.order()));
  }

  private void turn(Layer layer, Layer turned, TurnedTensor x) {
    String output = fresh(layer.output() + ".turned");
    TensorShape shape = x.unturned(network.shape(layer.output()));
    List<String> inputs = layer.inputs().stream().map(t -> view(t).base()).toList();
    put(turned, inputs, output, shape);
    views.put(layer.output(), new TurnedTensor(output, x.order()));
  }

  private void reshape(Layer.Reshape r, TurnedTensor x) {
    List<Layer> readers = consumers.getOrDefault(r.output(), List.of());
    boolean rows =
        r.shape().rank() == 2
            && x.order().get(0) == 0
            && r.shape().dim(0) == network.shape(r.input()).dim(0)
            && !network.outputs().contains(r.output())
            && !readers.isEmpty()
            && readers.stream().allMatch(Layer.FullyConnected.class::isInstance);
    boolean same = x.keepsElements(network.shape(r.input()));
    if (same || rows) {
      put(r, List.of(x.base()), r.output(), r.shape());
      written.add(r.output());
      if (!same) {
        flattened.put(r.output(), x);
      }
      return;
    }
    put(r, List.of(plain(r.input())), r.output(), r.shape());
    written.add(r.output());
  }

  /** Columns of the weights in the order of the elements before the transpose. */
  private void connect(Layer.FullyConnected f) {
    TurnedTensor x = flattened.get(f.input());
    String key = f.name() + ".weight";
    TensorShape base = shapes.get(x == null ? "" : x.base());
    if (x == null || base == null) {
      throw new IllegalStateException("tensor " + f.input() + " is flattened from nothing");
    }
    network.parameters().find(key).ifPresent(w -> changed.put(key, x.unturnedColumns(w, base)));
    put(f, f.inputs(), f.output(), network.shape(f.output()));
    written.add(f.output());
  }

  /** The tensor as the file has it: written by a transpose if it is not there yet. */
  private String plain(String tensor) {
    TurnedTensor view = view(tensor);
    if (view.isPlain()) {
      return view.base();
    }
    if (written.add(tensor)) {
      TensorShape shape = network.shape(tensor);
      String name = fresh(tensor + ".transpose");
      Layer layer =
          view.keepsElements(shape)
              ? new Layer.Reshape(name, view.base(), tensor, shape)
              : new Layer.Transpose(name, view.base(), tensor, view.order());
      put(layer, List.of(view.base()), tensor, shape);
    }
    return tensor;
  }

  private void put(Layer layer, List<String> inputs, String output, TensorShape shape) {
    layers.add(layer.rewired(inputs, output));
    shapes.put(output, shape);
  }

  private String fresh(String base) {
    String name = base;
    for (int n = 2; !names.add(name); n++) {
      name = base + "#" + n;
    }
    return name;
  }
}
