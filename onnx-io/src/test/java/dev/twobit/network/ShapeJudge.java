package dev.twobit.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Infers shapes from layers alone, by the operators' definitions; knows nothing of adapting. */
final class ShapeJudge {
  private ShapeJudge() {}

  /** What it says where operands do not fit. */
  static final class Misfit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Misfit(String message) {
      super(message);
    }
  }

  /** Every shape of the network is what its layers make of its inputs. */
  static void check(Network network) {
    Map<String, TensorShape> shapes = new HashMap<>();
    network.inputs().forEach(t -> shapes.put(t, network.shape(t)));
    for (Layer layer : network.layers()) {
      TensorShape out = output(layer, layer.inputs().stream().map(shapes::get).toList());
      assertThat(network.shape(layer.output())).as(layer.name()).isEqualTo(out);
      shapes.put(layer.output(), out);
    }
  }

  static TensorShape output(Layer layer, List<TensorShape> inputs) {
    TensorShape in = inputs.get(0);
    if (layer instanceof Layer.Convolution c) {
      require(in.channels() == c.inputChannels(), layer);
      require(c.inputChannels() % c.groups() == 0 && c.outputChannels() % c.groups() == 0, layer);
      return plane(c.window(), c.outputChannels(), in);
    }
    if (layer instanceof Layer.TransposedConvolution t) {
      require(in.channels() == t.inputChannels(), layer);
      Window w = t.window();
      return TensorShape.of(
          in.dim(0),
          t.outputChannels(),
          (in.height() - 1) * w.strideHeight() - w.padTop() - w.padBottom() + w.spanHeight(),
          (in.width() - 1) * w.strideWidth() - w.padLeft() - w.padRight() + w.spanWidth());
    }
    if (layer instanceof Layer.FullyConnected f) {
      require(in.dim(-1) == f.inputFeatures(), layer);
      return with(in, in.rank() - 1, f.outputFeatures());
    }
    if (layer instanceof Layer.BatchNormalization b) {
      require(in.channels() == b.channels(), layer);
      return in;
    }
    if (layer instanceof Layer.Pooling p) {
      return p.global()
          ? TensorShape.of(in.dim(0), in.channels(), 1, 1)
          : plane(p.window(), in.channels(), in);
    }
    if (layer instanceof Layer.Add || layer instanceof Layer.Multiply) {
      return inputs.stream().reduce((a, b) -> broadcast(a, b, layer)).orElseThrow();
    }
    if (layer instanceof Layer.ConstantArithmetic a) {
      return broadcast(in, a.constantShape(), layer);
    }
    if (layer instanceof Layer.Concat c) {
      int sum = inputs.stream().mapToInt(s -> s.dim(c.axis())).sum();
      inputs.forEach(s -> require(with(s, c.axis(), sum).equals(with(in, c.axis(), sum)), layer));
      return with(in, c.axis(), sum);
    }
    if (layer instanceof Layer.Slice s) {
      List<Integer> dims = new ArrayList<>();
      for (int i = 0; i < in.rank(); i++) {
        int step = s.steps().get(i);
        require(s.ends().get(i) <= in.dim(i), layer);
        dims.add((s.ends().get(i) - s.starts().get(i) + step - 1) / step);
      }
      return new TensorShape(dims);
    }
    if (layer instanceof Layer.Pad p) {
      List<Integer> dims = new ArrayList<>();
      for (int i = 0; i < in.rank(); i++) {
        dims.add(in.dim(i) + p.before().get(i) + p.after().get(i));
      }
      return new TensorShape(dims);
    }
    if (layer instanceof Layer.Reshape r) {
      require(r.shape().elementCount() == in.elementCount(), layer);
      return r.shape();
    }
    if (layer instanceof Layer.Transpose t) {
      return new TensorShape(t.permutation().stream().map(in::dim).toList());
    }
    if (layer instanceof Layer.Resize r) {
      return TensorShape.of(
          in.dim(0),
          in.channels(),
          (int) (in.height() * r.resampling().scaleHeight()),
          (int) (in.width() * r.resampling().scaleWidth()));
    }
    if (layer instanceof Layer.ParametricRelu p) {
      return broadcast(in, p.slopeShape(), layer);
    }
    return in;
  }

  private static TensorShape plane(Window w, int channels, TensorShape in) {
    return TensorShape.of(
        in.dim(0), channels, w.outputHeight(in.height()), w.outputWidth(in.width()));
  }

  private static TensorShape broadcast(TensorShape a, TensorShape b, Layer layer) {
    int rank = Math.max(a.rank(), b.rank());
    List<Integer> dims = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      int x = i < rank - a.rank() ? 1 : a.dim(i - rank + a.rank());
      int y = i < rank - b.rank() ? 1 : b.dim(i - rank + b.rank());
      require(x == y || x == 1 || y == 1, layer);
      dims.add(Math.max(x, y));
    }
    return new TensorShape(dims);
  }

  static TensorShape with(TensorShape shape, int axis, int extent) {
    List<Integer> dims = new ArrayList<>(shape.dims());
    dims.set(axis, extent);
    return new TensorShape(dims);
  }

  private static void require(boolean fits, Layer layer) {
    if (!fits) {
      throw new Misfit(layer.name() + " does not fit");
    }
  }
}
