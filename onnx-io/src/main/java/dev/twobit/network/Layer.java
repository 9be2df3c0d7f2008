package dev.twobit.network;

import java.util.List;
import java.util.Optional;

/**
 * One node of a {@link Network}: reads named tensors, writes one. Weights are not here but in
 * {@link Network#parameters()} under {@code name + ".weight"} and so on, so that a network without
 * weights is as good as one with them.
 */
public sealed interface Layer extends LayerQueries
    permits Layer.Unary, LayerKinds.Combination, LayerKinds.Movement, Layer.Unsupported {
  /** Unique in its network. */
  String name();

  /** Tensors read, in order; never weights. */
  List<String> inputs();

  /** The tensor written. */
  String output();

  /** The case of this layer's operator: a decision about every operator there is. */
  <R> R fold(LayerCases<R> cases);

  /** The case of the kind that this layer's operator is of. */
  <R> R foldKind(LayerKinds<R> kinds);

  /** The window that it moves over the planes it reads, if it does. */
  default Optional<Window> slidingWindow() {
    return foldKind(SlidingWindow.CASES);
  }

  /**
   * Whether all that it writes are values that it reads, in other places or some of them: a
   * movement, a maximum, the nearest pixel (and the one value that a {@link Pad} brings itself).
   * What is quantized stays so behind it.
   */
  default boolean keepsValues() {
    return foldKind(UnchangedValues.CASES);
  }

  /** The same layer with other wiring. */
  default Layer rewired(List<String> inputs, String output) {
    return fold(new Rewiring(inputs, output));
  }

  /** The only input of a layer that has one. */
  default String input() {
    return inputs().get(0);
  }

  /** Operator name as users of ONNX know it. */
  default String operator() {
    return getClass().getSimpleName();
  }

  /** A layer that reads one tensor. */
  sealed interface Unary extends Layer
      permits LayerKinds.Weighted,
          LayerKinds.Elementwise,
          LayerKinds.Planar,
          LayerKinds.JointNormalization,
          Slice,
          Pad,
          Reshape,
          Transpose {
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
      implements LayerKinds.Weighted {
    @Override
    public <R> R fold(LayerKinds.Weighted.Cases<R> cases) {
      return cases.convolution(this);
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
      implements LayerKinds.Weighted {
    @Override
    public <R> R fold(LayerKinds.Weighted.Cases<R> cases) {
      return cases.transposedConvolution(this);
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
      implements LayerKinds.Weighted {
    @Override
    public <R> R fold(LayerKinds.Weighted.Cases<R> cases) {
      return cases.fullyConnected(this);
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
      implements LayerKinds.Elementwise {
    @Override
    public <R> R fold(LayerKinds.Elementwise.Cases<R> cases) {
      return cases.batchNormalization(this);
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
      implements LayerKinds.Elementwise {
    @Override
    public <R> R fold(LayerKinds.Elementwise.Cases<R> cases) {
      return cases.activation(this);
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
      implements LayerKinds.Elementwise {
    @Override
    public <R> R fold(LayerKinds.Elementwise.Cases<R> cases) {
      return cases.parametricRelu(this);
    }
  }

  /** Another height and width of the plane, (N,C,H,W) to (N,C,P,Q). */
  record Resize(String name, String input, String output, Resampling resampling)
      implements LayerKinds.Planar {
    @Override
    public <R> R fold(LayerKinds.Planar.Cases<R> cases) {
      return cases.resize(this);
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
      implements LayerKinds.Planar {
    @Override
    public <R> R fold(LayerKinds.Planar.Cases<R> cases) {
      return cases.pooling(this);
    }

    public boolean isMaximum() {
      return reduction == Reduction.MAX;
    }
  }

  /** Sum of tensors of equal (or broadcastable) shape: a residual add. */
  record Add(String name, List<String> inputs, String output) implements LayerKinds.Combination {
    public Add {
      inputs = List.copyOf(inputs);
    }

    @Override
    public <R> R fold(LayerKinds.Combination.Cases<R> cases) {
      return cases.add(this);
    }
  }

  /** Element-wise product of two computed tensors, with broadcasting. */
  record Multiply(String name, List<String> inputs, String output)
      implements LayerKinds.Combination {
    public Multiply {
      inputs = List.copyOf(inputs);
    }

    @Override
    public <R> R fold(LayerKinds.Combination.Cases<R> cases) {
      return cases.multiply(this);
    }
  }

  /** Concatenation along one axis. */
  record Concat(String name, List<String> inputs, String output, int axis)
      implements LayerKinds.Movement {
    public Concat {
      inputs = List.copyOf(inputs);
    }

    @Override
    public <R> R fold(LayerKinds.Movement.Cases<R> cases) {
      return cases.concat(this);
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
      implements LayerKinds.Elementwise {
    @Override
    public <R> R fold(LayerKinds.Elementwise.Cases<R> cases) {
      return cases.constantArithmetic(this);
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
      implements Unary, LayerKinds.Movement {
    public Slice {
      starts = List.copyOf(starts);
      ends = List.copyOf(ends);
      steps = List.copyOf(steps);
    }

    @Override
    public <R> R fold(LayerKinds.Movement.Cases<R> cases) {
      return cases.slice(this);
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
      implements Unary, LayerKinds.Movement {
    public Pad {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }

    @Override
    public <R> R fold(LayerKinds.Movement.Cases<R> cases) {
      return cases.pad(this);
    }
  }

  /** Same elements, other shape: Reshape, Flatten, Squeeze, Unsqueeze. */
  record Reshape(String name, String input, String output, TensorShape shape)
      implements Unary, LayerKinds.Movement {
    @Override
    public <R> R fold(LayerKinds.Movement.Cases<R> cases) {
      return cases.reshape(this);
    }
  }

  /** Permutation of axes: axis i of the output is axis {@code permutation.get(i)} of the input. */
  record Transpose(String name, String input, String output, List<Integer> permutation)
      implements Unary, LayerKinds.Movement {
    public Transpose {
      permutation = List.copyOf(permutation);
    }

    @Override
    public <R> R fold(LayerKinds.Movement.Cases<R> cases) {
      return cases.transpose(this);
    }
  }

  /** (Log-)softmax over the axes from {@code axis} on ({@code flattened}) or over that one axis. */
  record Softmax(
      String name, String input, String output, int axis, boolean flattened, boolean logarithm)
      implements LayerKinds.JointNormalization {
    @Override
    public <R> R fold(LayerKinds.JointNormalization.Cases<R> cases) {
      return cases.softmax(this);
    }
  }

  /** Local response normalization across {@code size} channels (AlexNet). */
  record LocalResponseNormalization(
      String name, String input, String output, int size, double alpha, double beta, double bias)
      implements LayerKinds.JointNormalization {
    @Override
    public <R> R fold(LayerKinds.JointNormalization.Cases<R> cases) {
      return cases.localResponseNormalization(this);
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
    public <R> R fold(LayerCases<R> cases) {
      return cases.unsupported(this);
    }

    @Override
    public <R> R foldKind(LayerKinds<R> kinds) {
      return kinds.unsupported(this);
    }
  }
}
