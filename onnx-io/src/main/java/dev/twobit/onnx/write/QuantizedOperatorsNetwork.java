package dev.twobit.onnx.write;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.twobit.network.TensorShape;
import dev.twobit.onnx.proto.ModelProto;
import java.util.Random;

/**
 * A small random network of quantized operators of all kinds, drawn to be computed by others: every
 * operator reads codes, and what it computes is quantized in most places; forms of 2 to 8 bits with
 * zero points, weights of one step or one a channel. One network in four has convolutions in float
 * between them.
 *
 * @param model the file
 * @param image what it reads
 */
@SuppressWarnings("ArrayRecordComponent") // whole files: never compared
public record QuantizedOperatorsNetwork(byte[] model, TensorShape image) {

  /** The same network for any spelling of one opset. */
  public static QuantizedOperatorsNetwork draw(long seed, DrawnSpelling spelling) {
    Random random = new Random(seed);
    TensorShape image =
        TensorShape.of(1, 1 + random.nextInt(6), 5 + random.nextInt(6), 5 + random.nextInt(6));
    DrawnGraph graph = new DrawnGraph(random, spelling.format(), image);
    DrawnForms forms = new DrawnForms(random, spelling.ofBytes());
    DrawnOperators operators = new DrawnOperators(random, graph, forms);
    CodedValue x = graph.quantized("image", image, forms.ofImage());
    Random inFloat = new Random(~seed);
    boolean mixed = inFloat.nextInt(4) == 0;
    for (int i = 2 + random.nextInt(4); i > 0; i--) {
      x = operators.draw(x);
      if (mixed && inFloat.nextBoolean()) {
        x = operators.inFloat(x, inFloat);
      }
    }
    byte[] drawn = operators.head(x);
    return new QuantizedOperatorsNetwork(spelled(drawn, spelling, seed), image);
  }

  private static byte[] spelled(byte[] drawn, DrawnSpelling spelling, long seed) {
    return switch (spelling) {
      case QCDQ, QDQ, QONNX -> drawn;
      case QOPERATOR -> IntegerSpelling.of(parsed(drawn)).toByteArray();
      case FLOAT_WEIGHTS -> FloatWeightsSpelling.of(parsed(drawn), new Random(seed)).toByteArray();
    };
  }

  private static ModelProto parsed(byte[] drawn) {
    try {
      return ModelProto.parseFrom(drawn);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a model that was just written", e);
    }
  }

  /** Normally distributed. */
  public float[] pixels(long seed) {
    Random random = new Random(seed);
    float[] pixels = new float[(int) image.elementCount()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    return pixels;
  }
}
