package dev.twobit.simulator;

import dev.twobit.network.Layer;
import dev.twobit.network.LayerKinds;
import dev.twobit.network.Network;
import dev.twobit.network.Resampling;
import dev.twobit.network.TensorShape;
import dev.twobit.network.Window;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.LayerWorkload.PostOperation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where each element of what a step of the post-processor writes comes from, as the network's
 * layers say it: by broadcasting, or through all movements of a chain.
 */
public final class ElementPlaces {
  private static final int NOWHERE = -1;

  private final Network network;
  private final Map<String, Layer> movements = new HashMap<>();
  private int sources;

  private ElementPlaces(Network network) {
    this.network = network;
  }

  /**
   * Indices into each operand's tensor, one array an operand: empty if every element stays in its
   * place, below zero where an element comes from none of this operand. Of an interpolation, one of
   * the elements that it reads. Empty for pooling.
   */
  public static List<int[]> of(Network network, LoweredLayer step) {
    LayerWorkload.PostProcessing workload = (LayerWorkload.PostProcessing) step.workload();
    Layer layer = step.members().get(0);
    if (workload.operation() == PostOperation.POOLING) {
      return List.of();
    }
    if (layer.asMovement().isPresent()) {
      return new ElementPlaces(network).moved(step);
    }
    if (layer.asTransposedConvolution().isPresent()) {
      return contracted(workload, layer.asTransposedConvolution().get().window());
    }
    TensorShape out = network.shape(layer.output());
    if (layer.asResize().isPresent()) {
      return List.of(resized(layer.asResize().get(), network.shape(layer.input()), out));
    }
    return layer.inputs().stream().map(t -> broadcast(network.shape(t), out)).toList();
  }

  private static int[] broadcast(TensorShape part, TensorShape out) {
    if (part.elementCount() == out.elementCount()) {
      return new int[0];
    }
    int[] places = new int[Math.toIntExact(out.elementCount())];
    Arrays.setAll(places, i -> out.broadcastIndex(part, i));
    return places;
  }

  private List<int[]> moved(LoweredLayer step) {
    List<Layer> chain = step.members().stream().filter(l -> l.asMovement().isPresent()).toList();
    chain.forEach(l -> movements.put(l.output(), l));
    String last =
        movements.keySet().stream()
            .filter(t -> chain.stream().noneMatch(l -> l.inputs().contains(t)))
            .findFirst()
            .orElseThrow();
    long[] elements = elements(last);
    List<int[]> places = new ArrayList<>();
    for (int operand = 0; operand < sources; operand++) {
      int own = operand;
      places.add(
          Arrays.stream(elements)
              .mapToInt(e -> e >= 0 && e >> Integer.SIZE == own ? (int) e : NOWHERE)
              .toArray());
    }
    return places;
  }

  /** Operand, in the upper half, and index of every element; below zero for padding. */
  private long[] elements(String tensor) {
    Layer layer = movements.get(tensor);
    if (layer != null) {
      List<long[]> inputs = layer.inputs().stream().map(this::elements).toList();
      return layer.asMovement().orElseThrow().fold(new Movements(inputs));
    }
    long operand = (long) sources++ << Integer.SIZE;
    long[] own = new long[Math.toIntExact(network.shape(tensor).elementCount())];
    Arrays.setAll(own, i -> operand | i);
    return own;
  }

  /** Phase after phase of an output channel are channels of what is put in place. */
  private static List<int[]> contracted(LayerWorkload.PostProcessing step, Window window) {
    int height = window.strideHeight();
    int width = window.strideWidth();
    int[] places = new int[Math.toIntExact(step.ofmap().elements())];
    for (int i = 0; i < places.length; i++) {
      int x = i % step.outputWidth();
      int y = i / step.outputWidth() % step.outputHeight();
      int channel = i / step.ofmap().positions();
      int phase = (channel * height + y % height) * width + x % width;
      places[i] = (phase * step.inputHeight() + y / height) * step.inputWidth() + x / width;
    }
    int[] none = new int[places.length];
    Arrays.fill(none, NOWHERE);
    List<int[]> all = new ArrayList<>();
    for (int operand = 1; operand < step.operands().size(); operand++) {
      all.add(none);
    }
    // The widest copy, which comes last, holds what the others are made of.
    all.add(places);
    return all;
  }

  /** The first of the elements that each row and column is made of. */
  private static int[] resized(Layer.Resize layer, TensorShape in, TensorShape out) {
    List<Resampling.Tap> rows = layer.resampling().rows(in.height(), out.height());
    List<Resampling.Tap> columns = layer.resampling().columns(in.width(), out.width());
    int[] places = new int[Math.toIntExact(out.elementCount())];
    Arrays.setAll(
        places,
        i -> {
          int row = rows.get(i / out.width() % out.height()).first();
          int column = columns.get(i % out.width()).first();
          int plane = i / out.width() / out.height();
          return (plane * in.height() + row) * in.width() + column;
        });
    return places;
  }

  /** What each operator makes of where its operands' elements come from. */
  private final class Movements implements LayerKinds.Movement.Cases<long[]> {
    private final List<long[]> inputs;

    Movements(List<long[]> inputs) {
      this.inputs = inputs;
    }

    @Override
    public long[] reshape(Layer.Reshape layer) {
      return inputs.get(0);
    }

    @Override
    public long[] transpose(Layer.Transpose layer) {
      TensorShape in = network.shape(layer.input());
      TensorShape out = network.shape(layer.output());
      int[] strides = strides(in);
      int[] steps = layer.permutation().stream().mapToInt(axis -> strides[axis]).toArray();
      return gathered(out, steps, 0);
    }

    @Override
    public long[] slice(Layer.Slice layer) {
      TensorShape in = network.shape(layer.input());
      int[] strides = strides(in);
      int first = 0;
      int[] steps = new int[strides.length];
      for (int axis = 0; axis < strides.length; axis++) {
        first += layer.starts().get(axis) * strides[axis];
        steps[axis] = layer.steps().get(axis) * strides[axis];
      }
      return gathered(network.shape(layer.output()), steps, first);
    }

    /** The output's axes walk over the input's elements, each in steps of its own. */
    private long[] gathered(TensorShape out, int[] steps, int first) {
      long[] from = inputs.get(0);
      long[] to = new long[Math.toIntExact(out.elementCount())];
      for (int i = 0; i < to.length; i++) {
        int rest = i;
        int index = first;
        for (int axis = out.rank() - 1; axis >= 0; axis--) {
          index += rest % out.dim(axis) * steps[axis];
          rest /= out.dim(axis);
        }
        to[i] = from[index];
      }
      return to;
    }

    @Override
    public long[] pad(Layer.Pad layer) {
      TensorShape in = network.shape(layer.input());
      TensorShape out = network.shape(layer.output());
      int[] strides = strides(out);
      long[] from = inputs.get(0);
      long[] to = new long[Math.toIntExact(out.elementCount())];
      Arrays.fill(to, NOWHERE);
      for (int i = 0; i < from.length; i++) {
        int rest = i;
        int index = 0;
        for (int axis = in.rank() - 1; axis >= 0; axis--) {
          index += (layer.before().get(axis) + rest % in.dim(axis)) * strides[axis];
          rest /= in.dim(axis);
        }
        to[index] = from[i];
      }
      return to;
    }

    @Override
    public long[] concat(Layer.Concat layer) {
      TensorShape out = network.shape(layer.output());
      int outer = 1;
      for (int axis = 0; axis < layer.axis(); axis++) {
        outer *= out.dim(axis);
      }
      long[] to = new long[Math.toIntExact(out.elementCount())];
      int next = 0;
      for (int o = 0; o < outer; o++) {
        for (long[] from : inputs) {
          int block = from.length / outer;
          System.arraycopy(from, o * block, to, next, block);
          next += block;
        }
      }
      return to;
    }

    private static int[] strides(TensorShape shape) {
      int[] strides = new int[shape.rank()];
      int stride = 1;
      for (int axis = shape.rank() - 1; axis >= 0; axis--) {
        strides[axis] = stride;
        stride *= shape.dim(axis);
      }
      return strides;
    }
  }
}
