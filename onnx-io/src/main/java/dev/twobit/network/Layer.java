package dev.twobit.network;

import java.util.List;

/**
 * One node of a {@link Network}: reads named tensors, writes one. Weights are not here but in
 * {@link Network#parameters()} under {@code name + ".weight"} and so on, so that a network without
 * weights is as good as one with them.
 */
public sealed interface Layer {
  /** Unique in its network. */
  String name();

  /** Tensors read, in order; never weights. */
  List<String> inputs();

  /** The tensor written. */
  String output();

  /** The same layer with other wiring. */
  Layer rewired(List<String> inputs, String output);

  /** The only input of a layer that has one. */
  default String input() {
    return inputs().get(0);
  }

  /** Operator name as users of ONNX know it. */
  default String operator() {
    return getClass().getSimpleName();
  }

  /** A layer that reads one tensor. */
  sealed interface Unary extends Layer {
    @Override
    String input();

    @Override
    default List<String> inputs() {
      return List.of(input());
    }
  }

  /**
   * 2-D convolution, (N,C,H,W) to (N,K,P,Q). Parameters: {@code .weight} (K,C/groups,R,S), {@code
   * .bias} (K) if {@code hasBias}.
   */
  record Convolution(
      String name,
      String input,
      String output,
      int inputChannels,
      int outputChannels,
      Window window,
      int groups,
      boolean hasBias)
      implements Unary {
    @Override
    public Layer rewired(List<String> inputs, String output) {
      return new Convolution(
          name, inputs.get(0), output, inputChannels, outputChannels, window, groups, hasBias);
    }

    public boolean isDepthwise() {
      return groups > 1 && groups == inputChannels;
    }

    public TensorShape weightShape() {
      return TensorShape.of(
          outputChannels, inputChannels / groups, window.kernelHeight(), window.kernelWidth());
    }

    /** The same convolution with other widths; groups follow the input if depthwise. */
    public Convolution withChannels(int newInput, int newOutput) {
      return new Convolution(
          name,
          input,
          output,
          newInput,
          newOutput,
          window,
          isDepthwise() ? newInput : groups,
          hasBias);
    }

    public Convolution withBias(boolean bias) {
      return new Convolution(
          name, input, output, inputChannels, outputChannels, window, groups, bias);
    }
  }

  /**
   * Transposed 2-D convolution. Parameters: {@code .weight} (C,K/groups,R,S), {@code .bias} (K) if
   * {@code hasBias}.
   */
  record TransposedConvolution(
      String name,
      String input,
      String output,
      int inputChannels,
      int outputChannels,
      Window window,
      int groups,
      boolean hasBias)
      implements Unary {
    @Override
    public Layer rewired(List<String> inputs, String output) {
      return new TransposedConvolution(
          name, inputs.get(0), output, inputChannels, outputChannels, window, groups, hasBias);
    }
  }

  /**
   * Fully connected layer on the last axis, (N,F) to (N,G). Parameters: {@code .weight} (G,F),
   * {@code .bias} (G) if {@code hasBias}.
   */
  record FullyConnected(
      String name,
      String input,
      String output,
      int inputFeatures,
      int outputFeatures,
      boolean hasBias)
      implements Unary {
    @Override
    public Layer rewired(List<String> inputs, String output) {
      return new FullyConnected(
          name, inputs.get(0), output, inputFeatures, outputFeatures, hasBias);
    }

    public FullyConnected withFeatures(int newInput, int newOutput) {
      return new FullyConnected(name, input, output, newInput, newOutput, hasBias);
    }

    public FullyConnected withBias(boolean bias) {
      return new FullyConnected(name, input, output, inputFeatures, outputFeatures, bias);
    }
  }

  /**
   * Batch normalization over axis 1, inference form. Parameters, each (C): {@code .scale}, {@code
   * .shift}, {@code .mean}, {@code .variance}.
   */
  record BatchNormalization(String name, String input, String output, int channels, double epsilon)
      implements Unary {
    @Override
    public Layer rewired(List<String> inputs, String output) {
      return new BatchNormalization(name, inputs.get(0), output, channels, epsilon);
    }

    public BatchNormalization withChannels(int newChannels) {
      return new BatchNormalization(name, input, output, newChannels, epsilon);
    }
  }

  /** Element-wise functions of one tensor. */
  enum Function {
    RELU,
    /** min(max(x, alpha), beta). */
    CLIP,
    /** x for x above 0, else alpha x. */
    LEAKY_RELU,
    SIGMOID,
    TANH,
    /** max(0, min(1, alpha x + beta)). */
    HARD_SIGMOID,
    /** x max(0, min(1, x/6 + 1/2)). */
    HARD_SWISH,
    /** x for x above 0, else alpha (e^x - 1). */
    ELU,
    /** ln(1 + e^x). */
    SOFTPLUS,
    /** Gauss's error function. */
    ERF
  }

  /**
   * Element-wise activation.
   *
   * @param alpha first constant of the function: lower bound of CLIP, slope of LEAKY_RELU
   * @param beta second constant of the function: upper bound of CLIP
   */
  record Activation(
      String name, String input, String output, Function function, double alpha, double beta)
      implements Unary {
    @Override
    public Layer rewired(List<String> inputs, String output) {
      return new Activation(name, inputs.get(0), output, function, alpha, beta);
    }

    public static Activation relu(String name, String input, String output) {
      return new Activation(name, input, output, Function.RELU, 0, 0);
    }
  }

  /**
   * x for x above 0, else slope x, the slope broadcast as numpy does without enlarging x.
   * Parameter: {@code .slope}.
   */
  record ParametricRelu(String name, String input, String output, TensorShape slopeShape)
      implements Unary {
    @Override
    public Layer rewired(List<String> inputs, String output) {
      return new ParametricRelu(name, inputs.get(0), output, slopeShape);
    }
  }

  /** Another height and width of the plane, (N,C,H,W) to (N,C,P,Q). */
  record Resize(String name, String input, String output, Resampling resampling) implements Unary {
    @Override
    public Layer rewired(List<String> inputs, String output) {
      return new Resize(name, inputs.get(0), output, resampling);
    }
  }

  /** How a pooling window is reduced. */
  enum Reduction {
    MAX,
    AVERAGE
  }

  /**
   * Max or average pooling, (N,C,H,W) to (N,C,P,Q). Global pooling has the window of the whole
   * plane.
   *
   * @param ceilMode output extent rounded up
   * @param countIncludePad padding counts in the average's divisor
   */
  record Pooling(
      String name,
      String input,
      String output,
      Reduction reduction,
      Window window,
      boolean ceilMode,
      boolean countIncludePad,
      boolean global)
      implements Unary {
    @Override
    public Layer rewired(List<String> inputs, String output) {
      return new Pooling(
          name, inputs.get(0), output, reduction, window, ceilMode, countIncludePad, global);
    }
  }

  /** Sum of tensors of equal (or broadcastable) shape: a residual add. */
  record Add(String name, List<String> inputs, String output) implements Layer {
    public Add {
      inputs = List.copyOf(inputs);
    }

    @Override
    public Layer rewired(List<String> inputs, String output) {
      return new Add(name, inputs, output);
    }
  }

  /** Element-wise product of two computed tensors, with broadcasting. */
  record Multiply(String name, List<String> inputs, String output) implements Layer {
    public Multiply {
      inputs = List.copyOf(inputs);
    }

    @Override
    public Layer rewired(List<String> inputs, String output) {
      return new Multiply(name, inputs, output);
    }
  }

  /** Concatenation along one axis. */
  record Concat(String name, List<String> inputs, String output, int axis) implements Layer {
    public Concat {
      inputs = List.copyOf(inputs);
    }

    @Override
    public Layer rewired(List<String> inputs, String output) {
      return new Concat(name, inputs, output, axis);
    }
  }

  /** Arithmetic of a tensor with a constant. */
  enum ConstantOperation {
    ADD,
    /** x - constant. */
    SUBTRACT,
    /** constant - x. */
    SUBTRACT_FROM,
    MULTIPLY,
    /** x / constant. */
    DIVIDE,
    /** constant / x. */
    DIVIDE_INTO,
    /** x to the power of the constant. */
    POWER
  }

  /** Arithmetic with a constant, broadcast as numpy does. Parameter: {@code .constant}. */
  record ConstantArithmetic(
      String name,
      String input,
      String output,
      ConstantOperation operation,
      TensorShape constantShape)
      implements Unary {
    @Override
    public Layer rewired(List<String> inputs, String output) {
      return new ConstantArithmetic(name, inputs.get(0), output, operation, constantShape);
    }
  }

  /**
   * A strided part of a tensor; one entry per axis of the input, starts and ends already clamped.
   */
  record Slice(
      String name,
      String input,
      String output,
      List<Integer> starts,
      List<Integer> ends,
      List<Integer> steps)
      implements Unary {
    public Slice {
      starts = List.copyOf(starts);
      ends = List.copyOf(ends);
      steps = List.copyOf(steps);
    }

    @Override
    public Layer rewired(List<String> inputs, String output) {
      return new Slice(name, inputs.get(0), output, starts, ends, steps);
    }
  }

  /** Constant padding; {@code before} and {@code after} have one entry per axis, at least 0. */
  record Pad(
      String name,
      String input,
      String output,
      List<Integer> before,
      List<Integer> after,
      double value)
      implements Unary {
    public Pad {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }

    @Override
    public Layer rewired(List<String> inputs, String output) {
      return new Pad(name, inputs.get(0), output, before, after, value);
    }
  }

  /** Same elements, other shape: Reshape, Flatten, Squeeze, Unsqueeze. */
  record Reshape(String name, String input, String output, TensorShape shape) implements Unary {
    @Override
    public Layer rewired(List<String> inputs, String output) {
      return new Reshape(name, inputs.get(0), output, shape);
    }
  }

  /** Permutation of axes: axis i of the output is axis {@code permutation.get(i)} of the input. */
  record Transpose(String name, String input, String output, List<Integer> permutation)
      implements Unary {
    public Transpose {
      permutation = List.copyOf(permutation);
    }

    @Override
    public Layer rewired(List<String> inputs, String output) {
      return new Transpose(name, inputs.get(0), output, permutation);
    }
  }

  /** (Log-)softmax over the axes from {@code axis} on ({@code flattened}) or over that one axis. */
  record Softmax(
      String name, String input, String output, int axis, boolean flattened, boolean logarithm)
      implements Unary {
    @Override
    public Layer rewired(List<String> inputs, String output) {
      return new Softmax(name, inputs.get(0), output, axis, flattened, logarithm);
    }
  }

  /** Local response normalization across {@code size} channels (AlexNet). */
  record LocalResponseNormalization(
      String name, String input, String output, int size, double alpha, double beta, double bias)
      implements Unary {
    @Override
    public Layer rewired(List<String> inputs, String output) {
      return new LocalResponseNormalization(name, inputs.get(0), output, size, alpha, beta, bias);
    }
  }

  /**
   * An operator that cannot be executed, kept so that the structure can be shown.
   *
   * @param reason what of this node is not supported; empty if its operator is not at all
   * @param macs its multiply-accumulates per input, where countable, else 0
   * @param params its parameters, where countable, else 0
   */
  record Unsupported(
      String name,
      List<String> inputs,
      String output,
      String domain,
      String operator,
      String reason,
      long macs,
      long params)
      implements Layer {
    public Unsupported {
      inputs = List.copyOf(inputs);
    }

    @Override
    public Layer rewired(List<String> inputs, String output) {
      return new Unsupported(name, inputs, output, domain, operator, reason, macs, params);
    }
  }
}
