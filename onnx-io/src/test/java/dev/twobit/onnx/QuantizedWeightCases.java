package dev.twobit.onnx;

import static dev.twobit.onnx.OneOperator.fixed;
import static dev.twobit.onnx.OneOperator.ints;
import static dev.twobit.onnx.PackedIntegers.INT4;
import static dev.twobit.onnx.PackedIntegers.INT8;
import static dev.twobit.onnx.PackedIntegers.UINT8;

import dev.twobit.network.TensorShape;
import dev.twobit.onnx.GraphWriter.Attribute;
import dev.twobit.onnx.OneOperator.Nodes;
import java.util.ArrayList;
import java.util.List;

/** Weights that a file quantizes, clips or turns when it runs, as exporters write them. */
public final class QuantizedWeightCases {
  private static final TensorShape IMAGE = TensorShape.of(1, 4, 7, 6);
  private static final TensorShape ROW = TensorShape.of(1, 6);
  private static final double STEP = 0.05;

  private QuantizedWeightCases() {}

  public static List<OneOperator> all() {
    List<OneOperator> cases = new ArrayList<>();
    for (int opset : new int[] {13, 19, 26}) {
      for (boolean channels : new boolean[] {false, true}) {
        for (boolean clip : new boolean[] {false, true}) {
          convolution(cases, opset, channels, clip, INT8, 0);
        }
      }
    }
    convolution(cases, 13, true, true, UINT8, 128);
    convolution(cases, 21, true, false, INT4, 0);
    cases.add(
        fixed(
            "codes through Clip",
            17,
            IMAGE,
            g -> {
              String codes = clip(g, g.codes(INT8, 5, 4, 3, 3), INT8, -8, 7);
              List<String> step = List.of(codes, g.scalar(STEP), g.code(INT8, 0));
              last(g, g.node("DequantizeLinear", step));
            }));
    cases.add(
        fixed(
            "codes through Clip, some channels dead, and a bias of 32 bits",
            17,
            IMAGE,
            g -> {
              String codes = clip(g, g.codes(INT8, 5, 4, 3, 3), INT8, -2, 1);
              String scale = g.floats(0.4f, 0, 0.3f, 0.7f, 0);
              List<String> step = List.of(codes, scale, g.zeros(INT8, 0, 5));
              String w = g.node("DequantizeLinear", step, Attribute.of("axis", 0L));
              String biasScale = g.floats(0.04f, 0, 0.03f, 0.07f, 0);
              String b =
                  g.node(
                      "DequantizeLinear",
                      List.of(g.words(3, 900, -70, 11, 5), biasScale),
                      Attribute.of("axis", 0L));
              g.last("Conv", List.of(image(g), w, b));
            }));
    cases.add(
        fixed(
            "weights of zeros with steps of zero",
            17,
            IMAGE,
            g -> {
              String scale = g.floats(0, 0.3f, 0.2f, 0.4f, 0);
              String zero = g.zeros(INT8, 0, 5);
              last(
                  g,
                  quantized(
                      g, g.weightsBut(List.of(0, 4), 5, 4, 3, 3), scale, zero, false, INT8, 0));
            }));
    cases.add(
        fixed(
            "a matrix, one step a column, quantized and turned",
            13,
            ROW,
            g -> {
              String zero = g.zeros(INT8, 0, 5);
              String w = quantized(g, g.weights(5, 6), g.scaled(0.02f, 5), zero, false, INT8, 0);
              String turned = g.node("Transpose", List.of(w), ints("perm", 1, 0));
              g.last("MatMul", List.of(image(g), turned));
            }));
    cases.add(
        fixed(
            "codes of a matrix turned before they are dequantized",
            13,
            ROW,
            g -> {
              String codes = g.node("Transpose", List.of(g.codes(INT8, 5, 6)), ints("perm", 1, 0));
              List<String> step = List.of(codes, g.scaled(0.02f, 5), g.zeros(INT8, 0, 5));
              String w = g.node("DequantizeLinear", step, Attribute.of("axis", -1L));
              g.last("MatMul", List.of(image(g), w));
            }));
    cases.add(
        fixed(
            "weights clipped in float, then quantized, for QLinearConv",
            13,
            IMAGE,
            g -> {
              String float32 =
                  g.node("Clip", List.of(g.weights(5, 4, 3, 3), g.scalar(-0.5), g.scalar(0.6)));
              String scale = g.scaled(0.01f, 5);
              String zero = g.zeros(INT8, 0, 5);
              String w =
                  g.node("QuantizeLinear", List.of(float32, scale, zero), Attribute.of("axis", 0L));
              String x = g.node("QuantizeLinear", List.of("x", g.scalar(STEP), g.code(UINT8, 99)));
              String y =
                  g.node(
                      "QLinearConv",
                      List.of(
                          x,
                          g.scalar(STEP),
                          g.code(UINT8, 99),
                          w,
                          scale,
                          zero,
                          g.scalar(QuantizedCases.STEP),
                          g.code(UINT8, 120)));
              g.last(
                  "DequantizeLinear",
                  List.of(y, g.scalar(QuantizedCases.STEP), g.code(UINT8, 120)));
            }));
    return cases;
  }

  private static void convolution(
      List<OneOperator> cases,
      int opset,
      boolean channels,
      boolean clip,
      PackedIntegers type,
      int middle) {
    cases.add(
        fixed(
            "weights in float as "
                + type
                + (channels ? ", channels" : "")
                + (clip ? ", clipped" : ""),
            opset,
            IMAGE,
            g -> {
              int levels = type.bits() == 4 ? 5 : 50;
              float step = 2f / levels;
              String scale = channels ? g.scaled(step, 5) : g.scalar(step);
              String zero = channels ? g.zeros(type, middle, 5) : g.code(type, middle);
              last(g, quantized(g, g.weights(5, 4, 3, 3), scale, zero, clip, type, middle));
            }));
  }

  private static String quantized(
      Nodes g,
      String values,
      String scale,
      String zero,
      boolean clip,
      PackedIntegers type,
      int middle) {
    Attribute axis = Attribute.of("axis", 0L);
    String q = g.node("QuantizeLinear", List.of(values, scale, zero), axis);
    String codes = clip ? clip(g, q, type, middle - 4, middle + 3) : q;
    return g.node("DequantizeLinear", List.of(codes, scale, zero), axis);
  }

  private static String clip(Nodes g, String codes, PackedIntegers type, int least, int most) {
    return g.node("Clip", List.of(codes, g.code(type, least), g.code(type, most)));
  }

  private static String image(Nodes g) {
    List<String> step = List.of("x", g.scalar(STEP), g.code(INT8, -3));
    String q = g.node("QuantizeLinear", step);
    return g.node("DequantizeLinear", List.of(q, g.scalar(STEP), g.code(INT8, -3)));
  }

  private static void last(Nodes g, String weights) {
    g.last("Conv", List.of(image(g), weights, g.weights(5)), ints("pads", 1, 1, 0, 2));
  }
}
