package dev.twobit.verification;

import dev.twobit.hardware.PrecisionConfig.Encoding;
import dev.twobit.network.TensorShape;
import dev.twobit.network.Window;
import dev.twobit.onnx.write.OperatorGraph;
import dev.twobit.onnx.write.OperatorGraph.ElementType;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A convolution and its integers as an ONNX model: codes in as floats (1,C,H,W), every copy of the
 * output as floats, one after the other along the channels. Accumulators come from {@code Conv} on
 * integer-valued floats, which is exact below 2^24, or from {@code ConvInteger}, which sees codes
 * and not their values; what follows is 64-bit arithmetic.
 */
final class LayerExport {
  /** Integers up to here are exact in float32. */
  private static final long LARGEST_EXACT = 1L << 24;

  private static final String INPUT = "codes";
  private final LayerWorkload.Convolution layer;
  private final ConvolutionOperands operands;
  private final OperatorGraph graph;

  /** Which operator makes the accumulators. */
  enum Arithmetic {
    FLOAT,
    INTEGER
  }

  private LayerExport(LayerWorkload.Convolution layer, ConvolutionOperands operands) {
    this.layer = layer;
    this.operands = operands;
    this.graph = new OperatorGraph("layer", INPUT, inputShape(layer));
  }

  static TensorShape inputShape(LayerWorkload.Convolution c) {
    return TensorShape.of(1, c.inputChannels(), c.inputHeight(), c.inputWidth());
  }

  /** Whether no sum, in any order, leaves what float32 holds exactly. */
  static boolean fitsFloat(LayerWorkload.Convolution c, ConvolutionOperands operands) {
    Encoding encoding = operands.encoding();
    long weight =
        Math.max(
            Math.abs(ConvolutionOperands.weight(0, c.weightBits(), encoding)),
            ConvolutionOperands.weight((1 << c.weightBits()) - 1, c.weightBits(), encoding));
    return perKernel(c) * weight * ((1L << c.inputBits()) - 1) < LARGEST_EXACT;
  }

  private static long perKernel(LayerWorkload.Convolution c) {
    return (long) (c.inputChannels() / c.groups())
        * c.window().kernelHeight()
        * c.window().kernelWidth();
  }

  /** Bytes of the model. */
  static byte[] model(
      LayerWorkload.Convolution layer, ConvolutionOperands operands, Arithmetic arithmetic) {
    return new LayerExport(layer, operands).build(arithmetic);
  }

  private byte[] build(Arithmetic arithmetic) {
    String accumulator =
        arithmetic == Arithmetic.FLOAT
            ? graph.cast(floatConvolution(), "accumulator", ElementType.INT64)
            : integerConvolution();
    ConversionExport conversions = new ConversionExport(graph, layer.outputChannels());
    String sum = combined(accumulator, conversions);
    List<String> copies = new ArrayList<>();
    for (int i = 0; i < operands.conversions().size(); i++) {
      copies.add(conversions.codes(operands.conversions().get(i), sum, "copy" + i));
    }
    String all = graph.node("Concat", copies, "all", Map.of("axis", 1L));
    graph.cast(all, "outputs", ElementType.FLOAT);
    return graph.model(
        "outputs",
        TensorShape.of(
            1, copies.size() * layer.outputChannels(), layer.outputHeight(), layer.outputWidth()));
  }

  private TensorShape weightShape() {
    return TensorShape.of(
        layer.outputChannels(),
        layer.inputChannels() / layer.groups(),
        layer.window().kernelHeight(),
        layer.window().kernelWidth());
  }

  private String floatConvolution() {
    float[] values = new float[operands.weights().length];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          ConvolutionOperands.weight(
              operands.weights()[i], layer.weightBits(), operands.encoding());
    }
    String pad = graph.floats("pad", TensorShape.of(), new float[] {operands.padCode()});
    return graph.convolution(
        "Conv",
        List.of(padded(INPUT, pad), graph.floats("weights", weightShape(), values)),
        "sums",
        layer.window().withPadding(0, 0, 0, 0),
        layer.groups());
  }

  /**
   * Adds the convolution in integers. For mid_rise, sum of (2k - m) a is made as the array does: 2
   * sum of k a - m sum of a.
   */
  private String integerConvolution() {
    boolean midRise = operands.encoding() == Encoding.MID_RISE;
    int zero = midRise ? 0 : 1 << (layer.weightBits() - 1);
    TensorShape scalar = TensorShape.of();
    String pad = graph.unsignedBytes("pad", scalar, new int[] {operands.padCode()});
    String bytes = padded(graph.cast(INPUT, "bytes", ElementType.UINT8), pad);
    String inputZero = graph.unsignedBytes("inputZero", scalar, new int[] {0});
    String codes = graph.unsignedBytes("weights", weightShape(), operands.weights());
    String weightZero = graph.unsignedBytes("weightZero", scalar, new int[] {zero});
    String sums = sums("sums", List.of(bytes, codes, inputZero, weightZero));
    if (!midRise) {
      return sums;
    }
    int[] ones = new int[operands.weights().length];
    java.util.Arrays.fill(ones, 1);
    String one = graph.unsignedBytes("ones", weightShape(), ones);
    String activations = sums("activations", List.of(bytes, one, inputZero, weightZero));
    String twice = times(sums, 2, "twice");
    String most = times(activations, (1 << layer.weightBits()) - 1, "most");
    return graph.node("Sub", List.of(twice, most), "accumulator");
  }

  private String sums(String name, List<String> inputs) {
    String sums =
        graph.convolution(
            "ConvInteger",
            inputs,
            name + ".int32",
            layer.window().withPadding(0, 0, 0, 0),
            layer.groups());
    return graph.cast(sums, name, ElementType.INT64);
  }

  private String times(String input, long factor, String output) {
    if (factor == 1) {
      return input;
    }
    return graph.node(
        "Mul", List.of(input, graph.longs(output + ".factor", TensorShape.of(), factor)), output);
  }

  private String padded(String input, String value) {
    Window w = layer.window();
    String amounts =
        graph.longs(
            "pads",
            TensorShape.of(8),
            new long[] {0, 0, w.padTop(), w.padLeft(), 0, 0, w.padBottom(), w.padRight()});
    return graph.node("Pad", List.of(input, amounts, value), "padded");
  }

  private String combined(String accumulator, ConversionExport conversions) {
    if (operands.addends().isEmpty()) {
      return times(accumulator, operands.scaling().accumulatorScale(), "sum");
    }
    String own =
        operands.scaling().roundings().isEmpty()
            ? accumulator
            : conversions.codes(operands.scaling().roundings().get(0), accumulator, "rounded");
    String sum = times(own, operands.scaling().accumulatorScale(), "scaled");
    TensorShape shape =
        TensorShape.of(1, layer.outputChannels(), layer.outputHeight(), layer.outputWidth());
    for (int i = 0; i < operands.addends().size(); i++) {
      int[] codes = operands.addends().get(i);
      long[] values = new long[codes.length];
      for (int j = 0; j < values.length; j++) {
        values[j] = codes[j];
      }
      String addend = graph.longs("addend" + i, shape, values);
      String scaled = times(addend, operands.scaling().addendScales().get(i), "scaledAddend" + i);
      sum = graph.node("Add", List.of(sum, scaled), "sum" + i);
    }
    return sum;
  }
}
