package dev.twobit.onnx.write;

import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.onnx.GraphWriter;
import dev.twobit.onnx.GraphWriter.Attribute;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.NetworkQuantization.Weights;
import dev.twobit.onnx.QonnxDomain;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code Quant(x, scale, zeropt, bitwidth)} and {@code BipolarQuant(x, scale)} as QONNX's operator
 * documents have them, version 1. Weights stay floats, those that the node gives back.
 */
final class QonnxOperandWriter implements OperandWriter {
  private final GraphWriter graph;

  QonnxOperandWriter(GraphWriter graph) {
    this.graph = graph;
  }

  /** One signed bit is bipolar in QONNX; codes -1 and 0 are an unsigned bit with zero point 1. */
  @Override
  public String activations(String tensor, String base, Activations form) {
    boolean bit = form.bits() == 1;
    boolean signed = form.signed() && !bit;
    String scale = graph.scalar(base + ".scale", form.step());
    int zero = form.zero() + (form.signed() && bit ? 1 : 0);
    quant(tensor, base, scale, zero, form.bits(), signed, form.narrow());
    return base + ".value";
  }

  @Override
  public void weights(String name, Weights w) {
    String values = graph.floats(name + ".values", w.values());
    String base = name + ".quant";
    Range range = Range.of(w.levels());
    if (range.midRise && range.bits == 1) {
      graph.foreignNode(
          QonnxDomain.NAME, "BipolarQuant", base, List.of(values, scale(base, w, 1)), name);
      return;
    }
    boolean bit = range.bits == 1;
    quant(
        values,
        base,
        scale(base, w, range.midRise ? 2 : 1),
        range.midRise ? -0.5 : bit ? 1 : 0,
        range.bits,
        !bit,
        range.narrow,
        name);
  }

  private void quant(
      String tensor,
      String base,
      String scale,
      double zero,
      int bits,
      boolean signed,
      boolean narrow) {
    quant(tensor, base, scale, zero, bits, signed, narrow, base + ".value");
  }

  private void quant(
      String tensor,
      String base,
      String scale,
      double zero,
      int bits,
      boolean signed,
      boolean narrow,
      String output) {
    graph.foreignNode(
        QonnxDomain.NAME,
        "Quant",
        base,
        List.of(
            tensor,
            scale,
            graph.scalar(base + ".zeropt", zero),
            graph.scalar(base + ".bitwidth", bits)),
        output,
        Attribute.of("narrow", narrow ? 1L : 0L),
        Attribute.of("rounding_mode", "ROUND"),
        Attribute.of("signed", signed ? 1L : 0L));
  }

  /** A scalar, or of the weights' rank along their axis. */
  private String scale(String base, Weights w, float factor) {
    float[] values = new float[w.steps().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = w.steps().get(i) * factor;
    }
    List<Integer> dims = new ArrayList<>();
    for (int i = 0; i < w.shape().rank() && values.length > 1; i++) {
      dims.add(i == w.axis() ? values.length : 1);
    }
    return graph.floats(base + ".scale", new WeightTensor(new TensorShape(dims), values));
  }

  /**
   * The fewest bits that hold all levels; mid-rise where it holds them in as many.
   *
   * @param narrow whether two's complement does without its least level
   */
  private record Range(int bits, boolean midRise, boolean narrow) {
    static Range of(short[] levels) {
      int least = 0;
      int most = 0;
      boolean odd = levels.length > 0;
      for (short level : levels) {
        least = Math.min(least, level);
        most = Math.max(most, level);
        odd &= level % 2 != 0;
      }
      for (int bits = 1; bits <= 8; bits++) {
        int half = 1 << (bits - 1);
        if (odd && Math.max(-least, most) < 2 * half) {
          return new Range(bits, true, false);
        }
        if (least >= -half && most < half) {
          return new Range(bits, false, bits > 1 && least > -half);
        }
      }
      throw new IllegalStateException("levels that 8 bits do not hold");
    }
  }
}
