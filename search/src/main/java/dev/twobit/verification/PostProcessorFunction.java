package dev.twobit.verification;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.LayerKinds;
import dev.twobit.network.Network;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.simulator.workload.ConversionForm;
import dev.twobit.simulator.workload.OutputConversion;
import dev.twobit.simulator.workload.OutputConversion.Requantize;
import dev.twobit.simulator.workload.OutputConversion.Thresholds;
import dev.twobit.verification.ChannelFunction.Affine;
import dev.twobit.verification.ChannelFunction.Clamp;
import dev.twobit.verification.ChannelFunction.Curve;
import dev.twobit.verification.ChannelFunction.Leaky;
import dev.twobit.verification.ChannelFunction.Over;
import dev.twobit.verification.ChannelFunction.Piece;
import dev.twobit.verification.ChannelFunction.Power;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** What the post-processor is to compute, channel by channel. */
record PostProcessorFunction(List<ChannelFunction> channels) {
  PostProcessorFunction {
    channels = List.copyOf(channels);
  }

  /** Through a layer of the network: batch normalization, activation, constants. */
  PostProcessorFunction through(Layer layer, Network network) {
    IntFunction<List<Piece>> pieces =
        layer
            .asElementwise()
            .map(e -> e.fold(new Pieces(network)))
            .orElseGet(() -> refuse(network, layer, layer.operator()));
    List<ChannelFunction> result = new ArrayList<>();
    for (int k = 0; k < channels.size(); k++) {
      ChannelFunction function = channels.get(k);
      for (Piece piece : pieces.apply(k)) {
        function = function.then(piece);
      }
      result.add(function);
    }
    return new PostProcessorFunction(result);
  }

  /** As the form has it. */
  PostProcessorFunction rounded(Activations form) {
    var piece =
        new ChannelFunction.Rounded(new BigDecimal(form.step()), form.leastCode(), form.mostCode());
    return new PostProcessorFunction(channels.stream().map(f -> f.then(piece)).toList());
  }

  /** By channel. */
  private record Pieces(Network network)
      implements LayerKinds.Elementwise.Cases<IntFunction<List<Piece>>> {
    @Override
    public IntFunction<List<Piece>> batchNormalization(Layer.BatchNormalization b) {
      return normalization(b, network);
    }

    @Override
    public IntFunction<List<Piece>> activation(Layer.Activation a) {
      return function(a, network);
    }

    @Override
    public IntFunction<List<Piece>> parametricRelu(Layer.ParametricRelu p) {
      WeightTensor slope = network.parameters().get(p.name() + ".slope");
      float[] values = slope.values();
      if (values.length != 1 && !isByChannel(slope.shape(), network.shape(p.output()))) {
        return refuse(network, p, "slopes of shape " + slope.shape());
      }
      return k -> List.of(leaky(p, values[values.length == 1 ? 0 : k]));
    }

    @Override
    public IntFunction<List<Piece>> constantArithmetic(Layer.ConstantArithmetic c) {
      return arithmetic(c, network);
    }
  }

  private static Piece leaky(Layer.ParametricRelu p, double slope) {
    return slope > 0
        ? new Leaky(slope)
        : new Curve(
            new Layer.Activation(
                p.name(), p.input(), p.output(), Layer.Function.LEAKY_RELU, slope, 0));
  }

  private static IntFunction<List<Piece>> normalization(
      Layer.BatchNormalization b, Network network) {
    float[] scale = network.parameters().get(b.name() + ".scale").values();
    float[] shift = network.parameters().get(b.name() + ".shift").values();
    float[] mean = network.parameters().get(b.name() + ".mean").values();
    float[] variance = network.parameters().get(b.name() + ".variance").values();
    BigDecimal epsilon = new BigDecimal(b.epsilon());
    return k -> {
      BigDecimal deviation = new BigDecimal(variance[k]).add(epsilon).sqrt(ChannelFunction.DIGITS);
      return List.of(
          new Affine(BigDecimal.ONE, new BigDecimal(mean[k]).negate()),
          new Affine(
              new BigDecimal(scale[k]).divide(deviation, ChannelFunction.DIGITS),
              new BigDecimal(shift[k])));
    };
  }

  private static IntFunction<List<Piece>> function(Layer.Activation a, Network network) {
    return switch (a.function()) {
      case RELU -> k -> List.of(new Clamp(0, Double.POSITIVE_INFINITY));
      case CLIP -> k -> List.of(new Clamp(a.alpha(), a.beta()));
      case LEAKY_RELU -> k -> List.of(a.alpha() > 0 ? new Leaky(a.alpha()) : new Curve(a));
      case SIGMOID, TANH, HARD_SIGMOID, HARD_SWISH, ELU, SOFTPLUS, ERF ->
          k -> List.of(new Curve(a));
    };
  }

  private static IntFunction<List<Piece>> arithmetic(Layer.ConstantArithmetic c, Network network) {
    WeightTensor constant = network.parameters().get(c.name() + ".constant");
    int count = constant.values().length;
    if (count != 1 && !isByChannel(constant.shape(), network.shape(c.output()))) {
      return refuse(network, c, "a constant of shape " + constant.shape());
    }
    return k -> {
      BigDecimal value = new BigDecimal(constant.values()[count == 1 ? 0 : k]);
      return List.of(
          switch (c.operation()) {
            case ADD -> new Affine(BigDecimal.ONE, value);
            case SUBTRACT -> new Affine(BigDecimal.ONE, value.negate());
            case SUBTRACT_FROM -> new Affine(BigDecimal.ONE.negate(), value);
            case MULTIPLY -> new Affine(value, BigDecimal.ZERO);
            case DIVIDE ->
                new Affine(BigDecimal.ONE.divide(value, ChannelFunction.DIGITS), BigDecimal.ZERO);
            case DIVIDE_INTO -> new Over(value.doubleValue());
            case POWER -> new Power(value.doubleValue());
          });
    };
  }

  /** Whether a constant is one value a channel of (N,C,H,W). */
  private static boolean isByChannel(TensorShape constant, TensorShape out) {
    return out.rank() == 4
        && constant.rank() > 2
        && constant.dim(-3) == constant.elementCount()
        && constant.elementCount() == out.channels();
  }

  private static IntFunction<List<Piece>> refuse(Network network, Layer layer, String what) {
    throw refusal(network, layer, what);
  }

  private static InvalidInputException refusal(Network network, Layer layer, String what) {
    return new InvalidInputException(
        network.name()
            + ": node '"
            + layer.name()
            + "': found "
            + what
            + ", expected one value, or one a channel (integer execution)");
  }

  /**
   * Codes above the least one, as thresholds of the integer: rounds half to even, or the form's
   * own.
   */
  Thresholds thresholds(Activations form) {
    int count = form.mostCode() - form.leastCode();
    long[][] thresholds = new long[channels.size()][count];
    boolean[] falling = new boolean[channels.size()];
    BigDecimal step = new BigDecimal(form.step());
    BigDecimal offset = new BigDecimal(form.offset());
    for (int k = 0; k < channels.size(); k++) {
      ChannelFunction function = channels.get(k);
      falling[k] = function.falls();
      for (int i = 0; i < count; i++) {
        int code = form.leastCode() + 1 + i;
        if (form.thresholds().isEmpty()) {
          BigDecimal bound =
              step.multiply(BigDecimal.valueOf(2L * code - 1)).divide(TWO).add(offset);
          thresholds[k][i] = function.threshold(bound, code % 2 == 0);
        } else {
          thresholds[k][i] = function.threshold(new BigDecimal(form.bound(code)), false);
        }
      }
      Arrays.sort(thresholds[k]);
    }
    return new Thresholds(thresholds, falling);
  }

  /**
   * What the post-processor does for a form: thresholds or a table or, for wider codes, a product
   * and a shift where fixed point can say the functions.
   *
   * @param largest magnitude of the integers
   */
  OutputConversion.PerChannel stored(Activations form, long largest) {
    if (form.thresholds().isEmpty()
        && ConversionForm.of(form.bits()) == ConversionForm.MULTIPLY_SHIFT) {
      Optional<Requantize> scaled = FixedPoint.conversion(this, form, largest);
      if (scaled.isPresent()) {
        return scaled.get();
      }
    }
    return exact(form, largest);
  }

  /**
   * Thresholds or, where functions rise and fall or bend, the code of every integer.
   *
   * @param largest magnitude of the integers
   */
  OutputConversion.PerChannel exact(Activations form, long largest) {
    return channels.stream().allMatch(ChannelFunction::isMonotone)
        ? thresholds(form)
        : CodeTable.of(this, form, largest)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "found a function of more steps than a table holds, expected fewer"
                            + " (integer execution)"));
  }

  /** The sum, or product, of several, channel by channel. */
  static PostProcessorFunction combined(boolean product, List<PostProcessorFunction> operands) {
    List<ChannelFunction> channels = new ArrayList<>();
    for (int k = 0; k < operands.get(0).channels.size(); k++) {
      int channel = k;
      channels.add(
          ChannelFunction.combined(
              product, operands.stream().map(o -> o.channels.get(channel)).toList()));
    }
    return new PostProcessorFunction(channels);
  }

  private static final BigDecimal TWO = BigDecimal.valueOf(2);
}
