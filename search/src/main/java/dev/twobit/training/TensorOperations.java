package dev.twobit.training;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.Layer.Activation;
import dev.twobit.network.Layer.Reduction;
import dev.twobit.network.LayerCases;
import dev.twobit.network.TensorShape;
import dev.twobit.network.Window;
import dev.twobit.tensor.Torch;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Layers without weights on libtorch tensors whose batch may differ from the network's own. */
public final class TensorOperations {
  private TensorOperations() {}

  /**
   * One layer.
   *
   * @param inputs tensors it reads, (N,...)
   * @param outputShape the network's shape of its output, whose first axis is that of one image
   */
  public static Tensor apply(Layer layer, List<Tensor> inputs, TensorShape outputShape) {
    return layer.fold(new Operators(inputs, outputShape));
  }

  /** One an operator. */
  private record Operators(List<Tensor> inputs, TensorShape outputShape)
      implements LayerCases<Tensor> {
    private Tensor x() {
      return inputs.get(0);
    }

    @Override
    public Tensor activation(Activation a) {
      return function(a, x());
    }

    @Override
    public Tensor pooling(Layer.Pooling p) {
      return pool(p, x());
    }

    @Override
    public Tensor resize(Layer.Resize r) {
      return TensorResize.resize(r, x(), outputShape);
    }

    @Override
    public Tensor add(Layer.Add layer) {
      Tensor sum = x();
      for (Tensor other : inputs.subList(1, inputs.size())) {
        sum = sum.add(other);
      }
      return sum;
    }

    @Override
    public Tensor multiply(Layer.Multiply layer) {
      Tensor product = x();
      for (Tensor other : inputs.subList(1, inputs.size())) {
        product = product.mul(other);
      }
      return product;
    }

    @Override
    public Tensor concat(Layer.Concat c) {
      return torch.cat(new TensorVector(inputs.toArray(Tensor[]::new)), c.axis());
    }

    @Override
    public Tensor reshape(Layer.Reshape layer) {
      return x().reshape(batched(outputShape, x().numel() / outputShape.elementCount()));
    }

    @Override
    public Tensor transpose(Layer.Transpose t) {
      return x().permute(t.permutation().stream().mapToLong(Integer::longValue).toArray());
    }

    @Override
    public Tensor pad(Layer.Pad p) {
      return padded(p, x());
    }

    @Override
    public Tensor slice(Layer.Slice s) {
      return part(s, x());
    }

    @Override
    public Tensor softmax(Layer.Softmax s) {
      if (s.flattened()) {
        throw cannotBeTrained(s);
      }
      return s.logarithm() ? torch.log_softmax(x(), s.axis()) : torch.softmax(x(), s.axis());
    }

    @Override
    public Tensor localResponseNormalization(Layer.LocalResponseNormalization l) {
      return normalizeAcrossChannels(l, x());
    }

    @Override
    public Tensor convolution(Layer.Convolution layer) {
      throw cannotBeTrained(layer);
    }

    @Override
    public Tensor transposedConvolution(Layer.TransposedConvolution layer) {
      throw cannotBeTrained(layer);
    }

    @Override
    public Tensor fullyConnected(Layer.FullyConnected layer) {
      throw cannotBeTrained(layer);
    }

    @Override
    public Tensor batchNormalization(Layer.BatchNormalization layer) {
      throw cannotBeTrained(layer);
    }

    @Override
    public Tensor parametricRelu(Layer.ParametricRelu layer) {
      throw cannotBeTrained(layer);
    }

    @Override
    public Tensor constantArithmetic(Layer.ConstantArithmetic layer) {
      throw cannotBeTrained(layer);
    }

    @Override
    public Tensor unsupported(Layer.Unsupported layer) {
      throw cannotBeTrained(layer);
    }
  }

  static InvalidInputException cannotBeTrained(Layer layer) {
    return new InvalidInputException(
        "node '" + layer.name() + "': operator " + layer.operator() + " cannot be trained");
  }

  /** Arithmetic with a constant that broadcasts. */
  public static Tensor arithmetic(Layer.ConstantOperation operation, Tensor x, Tensor constant) {
    Tensor c = constant.to(x.scalar_type());
    return switch (operation) {
      case ADD -> x.add(c);
      case SUBTRACT -> x.sub(c);
      case SUBTRACT_FROM -> c.sub(x);
      case MULTIPLY -> x.mul(c);
      case DIVIDE -> x.div(c);
      case DIVIDE_INTO -> c.div(x);
      case POWER -> x.pow(c);
    };
  }

  /** x / (bias + alpha / size x sum of squares of the channels around)^beta, as ONNX has it. */
  private static Tensor normalizeAcrossChannels(Layer.LocalResponseNormalization l, Tensor x) {
    int before = (l.size() - 1) / 2;
    Tensor squares = torch.constant_pad_nd(x.square(), 0, 0, 0, 0, before, l.size() - 1 - before);
    Tensor sum = torch.zeros_like(x);
    for (int i = 0; i < l.size(); i++) {
      sum = sum.add(squares.narrow(1, i, x.size(1)));
    }
    Tensor scale = sum.mul(Torch.scalar(l.alpha() / l.size())).add(Torch.scalar(l.bias()));
    return x.div(scale.pow(Torch.scalar(l.beta())));
  }

  private static Tensor function(Activation a, Tensor x) {
    return switch (a.function()) {
      case RELU -> x.relu();
      case CLIP -> x.clamp_min(Torch.scalar(a.alpha())).clamp_max(Torch.scalar(a.beta()));
      case LEAKY_RELU -> torch.leaky_relu(x, Torch.scalar(a.alpha()));
      case SIGMOID -> x.sigmoid();
      case TANH -> x.tanh();
      case HARD_SIGMOID ->
          x.mul(Torch.scalar(a.alpha()))
              .add(Torch.scalar(a.beta()))
              .clamp_min(Torch.scalar(0))
              .clamp_max(Torch.scalar(1));
      case HARD_SWISH -> torch.hardswish(x);
      case ELU -> torch.elu(x, Torch.scalar(a.alpha()), Torch.scalar(1), Torch.scalar(1));
      case SOFTPLUS -> torch.softplus(x);
      case ERF -> x.erf();
    };
  }

  private static Tensor pool(Layer.Pooling p, Tensor input) {
    Window w = p.window();
    if (p.global()) {
      return p.reduction() == Reduction.AVERAGE
          ? torch.adaptive_avg_pool2d(input, 1, 1)
          : torch.amax(input, new long[] {2, 3}, true);
    }
    Tensor x = input;
    long top = w.padTop();
    long left = w.padLeft();
    if (w.padTop() != w.padBottom() || w.padLeft() != w.padRight()) {
      if (p.reduction() == Reduction.AVERAGE && !p.countIncludePad()) {
        throw new InvalidInputException(
            "node '" + p.name() + "': average pooling with uneven padding cannot be trained");
      }
      double fill = p.reduction() == Reduction.MAX ? Double.NEGATIVE_INFINITY : 0;
      x =
          torch.constant_pad_nd(
              x,
              new long[] {w.padLeft(), w.padRight(), w.padTop(), w.padBottom()},
              Torch.scalar(fill));
      top = 0;
      left = 0;
    }
    long[] kernel = {w.kernelHeight(), w.kernelWidth()};
    long[] stride = {w.strideHeight(), w.strideWidth()};
    long[] padding = {top, left};
    if (p.reduction() == Reduction.MAX) {
      return torch.max_pool2d(
          x,
          kernel,
          stride,
          padding,
          new long[] {w.dilationHeight(), w.dilationWidth()},
          p.ceilMode());
    }
    return torch.avg_pool2d(
        x, kernel, stride, padding, p.ceilMode(), p.countIncludePad(), new LongOptional());
  }

  private static Tensor padded(Layer.Pad p, Tensor x) {
    List<Long> pads = new ArrayList<>();
    for (int axis = p.before().size() - 1; axis >= 0; axis--) {
      pads.add((long) p.before().get(axis));
      pads.add((long) p.after().get(axis));
    }
    return torch.constant_pad_nd(
        x, pads.stream().mapToLong(Long::longValue).toArray(), Torch.scalar(p.value()));
  }

  /** A negative step is the same positions ascending, turned round. */
  private static Tensor part(Layer.Slice s, Tensor x) {
    Tensor part = x;
    for (int axis = 1; axis < s.starts().size(); axis++) {
      int step = s.steps().get(axis);
      int start = s.starts().get(axis);
      int end = s.ends().get(axis);
      if (step < 0) {
        int last = start - (start - end - 1) / -step * -step;
        part =
            torch.flip(
                part.slice(axis, new LongOptional(last), new LongOptional(start + 1), -step), axis);
      } else {
        part = part.slice(axis, new LongOptional(start), new LongOptional(end), step);
      }
    }
    return part;
  }

  /** Every image's items of the leading axis behind those of the one before. */
  private static long[] batched(TensorShape shape, long batch) {
    long[] dims = Torch.dims(shape);
    dims[0] *= batch;
    return dims;
  }
}
