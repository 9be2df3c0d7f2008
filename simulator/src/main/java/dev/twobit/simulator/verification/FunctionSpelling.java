package dev.twobit.simulator.verification;

import dev.twobit.network.Layer.ConstantOperation;
import dev.twobit.network.Layer.Function;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import java.util.Arrays;

/** Element-wise functions, each in the ways that exporters and people write it. */
enum FunctionSpelling {
  RELU(true) {
    @Override
    String write(SpelledGraph g, String x, Spelling s) {
      return s.flip()
          ? g.activation(x, Function.CLIP, 0, Float.MAX_VALUE)
          : g.activation(x, Function.RELU);
    }
  },
  RELU6(true) {
    @Override
    String write(SpelledGraph g, String x, Spelling s) {
      return switch (s.pick(4)) {
        case 0 -> g.activation(x, Function.CLIP, 0, 6);
        case 1 -> least(g, g.activation(x, Function.RELU));
        case 2 -> least(g, g.activation(x, Function.CLIP, 0, Float.MAX_VALUE));
        default -> g.activation(least(g, x), Function.RELU);
      };
    }

    private static String least(SpelledGraph g, String x) {
      return g.activation(x, Function.CLIP, -Float.MAX_VALUE, 6);
    }
  },
  LEAKY_RELU(false) {
    @Override
    String write(SpelledGraph g, String x, Spelling s) {
      float slope = 0.125f;
      return switch (s.pick(4)) {
        case 0 -> g.activation(x, Function.LEAKY_RELU, slope, 0);
        case 1 -> g.parametricRelu(x, WeightTensor.vector(new float[] {slope}));
        case 2 -> {
          float[] slopes = new float[g.shape(x).channels()];
          Arrays.fill(slopes, slope);
          yield g.parametricRelu(x, new WeightTensor(TensorShape.of(slopes.length, 1, 1), slopes));
        }
        default -> {
          String below = g.activation(multiplied(g, x, -1), Function.RELU);
          yield sum(g, s, g.activation(x, Function.RELU), multiplied(g, below, -slope));
        }
      };
    }
  },
  HARD_SIGMOID(true) {
    @Override
    String write(SpelledGraph g, String x, Spelling s) {
      return hardSigmoid(g, x, s);
    }
  },
  HARD_SWISH(false) {
    @Override
    String write(SpelledGraph g, String x, Spelling s) {
      return switch (s.pick(4)) {
        case 0 -> g.activation(x, Function.HARD_SWISH);
        case 1 -> product(g, s, x, hardSigmoid(g, x, s));
        case 2 -> {
          String three = g.arithmetic(x, ConstantOperation.ADD, 3);
          yield sixth(g, s, product(g, s, x, g.activation(three, Function.CLIP, 0, 6)));
        }
        default -> product(g, s, sixth(g, s, x), RELU6.write(g, three(g, x), s));
      };
    }

    private static String three(SpelledGraph g, String x) {
      return g.arithmetic(x, ConstantOperation.ADD, 3);
    }
  },
  SILU(false) {
    @Override
    String write(SpelledGraph g, String x, Spelling s) {
      if (s.flip()) {
        String tanh = g.activation(multiplied(g, x, 0.5), Function.TANH);
        String gate = g.arithmetic(multiplied(g, tanh, 0.5), ConstantOperation.ADD, 0.5);
        return product(g, s, x, gate);
      }
      return product(g, s, x, g.activation(x, Function.SIGMOID));
    }
  },
  MISH(false) {
    @Override
    String write(SpelledGraph g, String x, Spelling s) {
      return product(g, s, x, g.activation(g.activation(x, Function.SOFTPLUS), Function.TANH));
    }
  },
  GELU(false) {
    @Override
    String write(SpelledGraph g, String x, Spelling s) {
      String scaled =
          s.flip()
              ? g.arithmetic(x, ConstantOperation.DIVIDE, Math.sqrt(2))
              : multiplied(g, x, Math.sqrt(0.5));
      return halfTimesOneMore(g, s, x, g.activation(scaled, Function.ERF));
    }
  },
  GELU_BY_TANH(false) {
    @Override
    String write(SpelledGraph g, String x, Spelling s) {
      String cube =
          switch (s.pick(3)) {
            case 0 -> g.arithmetic(x, ConstantOperation.POWER, 3);
            case 1 -> product(g, s, x, g.product(x, x));
            default -> product(g, s, g.arithmetic(x, ConstantOperation.POWER, 2), x);
          };
      String sum = sum(g, s, x, multiplied(g, cube, 0.044715));
      String scaled = multiplied(g, sum, Math.sqrt(2 / Math.PI));
      return halfTimesOneMore(g, s, x, g.activation(scaled, Function.TANH));
    }
  },
  SQUARE(true) {
    @Override
    String write(SpelledGraph g, String x, Spelling s) {
      return s.flip() ? g.product(x, x) : g.arithmetic(x, ConstantOperation.POWER, 2);
    }
  },
  DOUBLE(false) {
    @Override
    String write(SpelledGraph g, String x, Spelling s) {
      return s.flip() ? g.sum(x, x) : multiplied(g, x, 2);
    }
  };

  private final boolean neverNegative;

  FunctionSpelling(boolean neverNegative) {
    this.neverNegative = neverNegative;
  }

  /** The tensor that it is written to. */
  abstract String write(SpelledGraph g, String x, Spelling s);

  boolean neverNegative() {
    return neverNegative;
  }

  private static String multiplied(SpelledGraph g, String x, double factor) {
    return g.arithmetic(x, ConstantOperation.MULTIPLY, factor);
  }

  private static String sixth(SpelledGraph g, Spelling s, String x) {
    return s.flip() ? g.arithmetic(x, ConstantOperation.DIVIDE, 6) : multiplied(g, x, 1.0 / 6);
  }

  private static String product(SpelledGraph g, Spelling s, String a, String b) {
    return s.flip() ? g.product(b, a) : g.product(a, b);
  }

  private static String sum(SpelledGraph g, Spelling s, String a, String b) {
    return s.flip() ? g.sum(b, a) : g.sum(a, b);
  }

  private static String hardSigmoid(SpelledGraph g, String x, Spelling s) {
    return switch (s.pick(3)) {
      case 0 -> g.activation(x, Function.HARD_SIGMOID, 1.0 / 6, 0.5);
      case 1 -> {
        String line = g.arithmetic(sixth(g, s, x), ConstantOperation.ADD, 0.5);
        yield g.activation(line, Function.CLIP, 0, 1);
      }
      default -> sixth(g, s, RELU6.write(g, g.arithmetic(x, ConstantOperation.ADD, 3), s));
    };
  }

  /** x/2 (1 + gate), multiplied in any order. */
  private static String halfTimesOneMore(SpelledGraph g, Spelling s, String x, String gate) {
    String one = g.arithmetic(gate, ConstantOperation.ADD, 1);
    return switch (s.pick(3)) {
      case 0 -> product(g, s, x, multiplied(g, one, 0.5));
      case 1 -> product(g, s, multiplied(g, x, 0.5), one);
      default -> multiplied(g, product(g, s, x, one), 0.5);
    };
  }
}
