package dev.twobit.onnx.write;

import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.onnx.GraphWriter;
import dev.twobit.onnx.GraphWriter.Attribute;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.NetworkQuantization.Weights;
import dev.twobit.onnx.PackedIntegers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * QuantizeLinear, perhaps Clip, DequantizeLinear. With types of a byte this is QCDQ, exact at every
 * optimization level of ONNX Runtime. Narrow types are used where one has just the bits: Clip knows
 * none of them.
 */
final class QdqOperandWriter implements OperandWriter {
  private final GraphWriter graph;
  private final boolean narrowWeights;
  private final boolean narrowCodes;

  QdqOperandWriter(GraphWriter graph, boolean narrowWeights, boolean narrowCodes) {
    this.graph = graph;
    this.narrowWeights = narrowWeights;
    this.narrowCodes = narrowCodes;
  }

  @Override
  public String activations(String tensor, String base, Activations form) {
    PackedIntegers type = type(form, narrowCodes);
    String step = graph.scalar(base + ".step", form.step());
    String zero = code(base + ".zero", form.zero(), type);
    graph.node("QuantizeLinear", base, List.of(tensor, step, zero), base + ".codes");
    String codes = base + ".codes";
    if (form.leastStored() != type.least() || form.mostStored() != type.most()) {
      graph.node(
          "Clip",
          base + ".clip",
          List.of(
              codes,
              code(base + ".least", form.leastStored(), type),
              code(base + ".most", form.mostStored(), type)),
          base + ".clipped");
      codes = base + ".clipped";
    }
    graph.node(
        "DequantizeLinear", base + ".dequantize", List.of(codes, step, zero), base + ".value");
    return base + ".value";
  }

  /** What holds the codes of a form; narrow only where these are all that it holds. */
  static PackedIntegers type(Activations form, boolean narrow) {
    PackedIntegers[] types =
        form.signed()
            ? new PackedIntegers[] {PackedIntegers.INT2, PackedIntegers.INT4}
            : new PackedIntegers[] {PackedIntegers.UINT2, PackedIntegers.UINT4};
    return Arrays.stream(types)
        .filter(t -> narrow && !form.narrow() && t.bits() == form.bits())
        .findFirst()
        .orElse(form.signed() ? PackedIntegers.INT8 : PackedIntegers.UINT8);
  }

  private String code(String name, int value, PackedIntegers type) {
    return graph.packed(name, type, TensorShape.of(), new int[] {value});
  }

  @Override
  public void weights(String name, Weights w) {
    StoredLevels stored =
        StoredLevels.of(
            w,
            narrowWeights
                ? List.of(PackedIntegers.INT2, PackedIntegers.INT4, PackedIntegers.INT8)
                : List.of(PackedIntegers.INT8));
    boolean one = w.steps().size() == 1;
    String levels = graph.packed(name + ".levels", stored.type(), w.shape(), stored.codes());
    float factor = stored.halved() ? 2 : 1;
    String product = stored.halved() ? name + ".product" : name;
    graph.node(
        "DequantizeLinear",
        name + ".dequantize",
        List.of(levels, steps(name + ".step", w, factor, one ? 0 : 1)),
        product,
        one ? new Attribute[0] : new Attribute[] {Attribute.of("axis", (long) w.axis())});
    if (stored.halved()) {
      graph.node(
          "Add",
          name + ".offset",
          List.of(product, steps(name + ".half", w, 1, one ? 0 : w.shape().rank())),
          name);
    }
  }

  /** Writes the steps as a tensor of that rank, along the weights' axis. */
  private String steps(String name, Weights w, float factor, int rank) {
    float[] values = new float[w.steps().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = w.steps().get(i) * factor;
    }
    List<Integer> dims = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      dims.add(rank == 1 || i == w.axis() ? values.length : 1);
    }
    return graph.floats(name, new WeightTensor(new TensorShape(dims), values));
  }
}
