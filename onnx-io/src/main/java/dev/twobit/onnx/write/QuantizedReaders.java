package dev.twobit.onnx.write;

import dev.twobit.network.TensorShape;
import dev.twobit.onnx.GraphWriter.Attribute;
import dev.twobit.onnx.NetworkQuantization.Activations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Layers of a drawn network that compute other values than they read. */
final class QuantizedReaders {
  private static final int[] WIDTHS = {4, 6, 8, 12};

  private final Random random;
  private final DrawnGraph graph;
  private final Map<String, Integer> readBits = new HashMap<>();

  QuantizedReaders(Random random, DrawnGraph graph) {
    this.random = random;
    this.graph = graph;
  }

  Map<String, Integer> readBits() {
    return readBits;
  }

  /** Convolution, ReLU, quantizer. */
  CodedValue convolution(CodedValue x) {
    CodedValue sums = sums(x, WIDTHS[random.nextInt(WIDTHS.length)]);
    String relu = graph.node("Relu", List.of(sums.tensor()));
    return graph.quantized(relu, sums.shape(), unsigned());
  }

  /** A convolution's sums and what it read, added; both quantized. */
  CodedValue residual(CodedValue x) {
    CodedValue sums = sums(x, x.shape().channels());
    CodedValue branch =
        graph.quantized(sums.tensor(), sums.shape(), new Activations(0.25f, 8, true));
    String sum = graph.node("Add", List.of(branch.tensor(), x.tensor()));
    String relu = graph.node("Relu", List.of(sum));
    return graph.quantized(relu, x.shape(), unsigned());
  }

  /** Two convolutions of what it reads, quantized apart, put together and quantized once more. */
  CodedValue joined(CodedValue x) {
    CodedValue one = convolution(x);
    CodedValue other = convolution(x);
    int channels = one.shape().channels() + other.shape().channels();
    String both =
        graph.node("Concat", List.of(one.tensor(), other.tensor()), Attribute.of("axis", 1L));
    return graph.quantized(both, one.shape().withChannels(channels), unsigned());
  }

  /** Turned, and quantized otherwise than before. */
  CodedValue otherForm(CodedValue x) {
    TensorShape in = x.shape();
    String turned =
        graph.node("Transpose", List.of(x.tensor()), Attribute.of("perm", List.of(0, 1, 3, 2)));
    TensorShape out = TensorShape.of(1, in.channels(), in.width(), in.height());
    return graph.quantized(turned, out, unsigned());
  }

  private Activations unsigned() {
    int bits = 2 + random.nextInt(3);
    int zero = random.nextInt(4) == 0 ? 1 : 0;
    return new Activations(random.nextBoolean() ? 1 : 0.5f, bits, false, false, zero);
  }

  private CodedValue sums(CodedValue x, int width) {
    int kernel = random.nextBoolean() ? 3 : 1;
    String name = graph.name("Conv");
    TensorShape kernels = TensorShape.of(width, x.shape().channels(), kernel, kernel);
    int pad = kernel / 2;
    graph.nodes(
        "Conv",
        List.of(x.tensor(), graph.weights(name + ".weight", kernels)),
        List.of(name),
        Attribute.of("kernel_shape", List.of(kernel, kernel)),
        Attribute.of("pads", List.of(pad, pad, pad, pad)));
    readBits.put(name, x.form().bits());
    return x.at(name, x.shape().withChannels(width));
  }

  /** Logits of a row. */
  String fullyConnected(CodedValue x, int classes) {
    String name = graph.name("Gemm");
    String weights = graph.weights(name + ".weight", TensorShape.of(classes, x.shape().channels()));
    graph.nodes("Gemm", List.of(x.tensor(), weights), List.of(name), Attribute.of("transB", 1L));
    readBits.put(name, x.form().bits());
    return name;
  }
}
