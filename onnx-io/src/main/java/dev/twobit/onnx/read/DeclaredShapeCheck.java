package dev.twobit.onnx.read;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.QuotedText;
import dev.twobit.network.TensorShape;
import dev.twobit.onnx.operator.Constant;
import dev.twobit.onnx.operator.ImportContext;
import dev.twobit.onnx.proto.GraphProto;
import dev.twobit.onnx.proto.TensorProto;
import dev.twobit.onnx.proto.TensorShapeProto;
import dev.twobit.onnx.proto.ValueInfoProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Shapes that a file states of its tensors, held against those that they have. Open extents fit
 * all; what is stated of a name that no tensor has is left alone, as ONNX Runtime does.
 */
final class DeclaredShapeCheck {
  private final String file;
  private final Function<String, Optional<TensorShape>> real;
  private final boolean anyBatch;

  private DeclaredShapeCheck(
      String file, Function<String, Optional<TensorShape>> real, boolean anyBatch) {
    this.file = file;
    this.real = real;
    this.anyBatch = anyBatch;
  }

  /** Throws {@link InvalidInputException} if a weight has another shape than is stated of it. */
  static void ofWeights(String file, GraphProto graph) {
    Map<String, TensorShape> weights = new HashMap<>();
    for (TensorProto weight : graph.getInitializerList()) {
      List<Long> dims = weight.getDimsList();
      if (dims.size() <= TensorShape.MOST_AXES
          && dims.stream().allMatch(d -> d >= 0 && d <= Integer.MAX_VALUE)) {
        weights.put(
            weight.getName(), TensorShape.of(dims.stream().mapToInt(Long::intValue).toArray()));
      }
    }
    new DeclaredShapeCheck(file, name -> Optional.ofNullable(weights.get(name)), false).all(graph);
  }

  /**
   * The same of every tensor that was read.
   *
   * @param alike tensors that the graph no longer has, by name: one of the same shape
   * @param anyBatch the batch is open and read as 1: a stated first extent is of some other
   */
  static void ofComputed(
      String file,
      GraphProto graph,
      ImportContext context,
      Map<String, String> alike,
      boolean anyBatch) {
    Function<String, Optional<TensorShape>> real =
        name -> shape(context, alike.getOrDefault(name, name));
    new DeclaredShapeCheck(file, real, anyBatch).all(graph);
  }

  private static Optional<TensorShape> shape(ImportContext context, String tensor) {
    return Optional.ofNullable(context.shapes().get(context.resolve(tensor)))
        .or(() -> context.constant(tensor).map(Constant::shape));
  }

  private void all(GraphProto graph) {
    graph.getInputList().forEach(i -> check("input", i));
    graph.getOutputList().forEach(o -> check("output", o));
    graph.getValueInfoList().forEach(t -> check("tensor", t));
  }

  private void check(String what, ValueInfoProto info) {
    if (info.getType().getTensorType().hasShape()) {
      TensorShapeProto stated = info.getType().getTensorType().getShape();
      real.apply(info.getName())
          .filter(shape -> !holds(stated, shape))
          .ifPresent(
              shape -> {
                throw new InvalidInputException(
                    file
                        + ": "
                        + what
                        + " '"
                        + QuotedText.name(info.getName())
                        + "' is "
                        + text(shape)
                        + ", declared "
                        + text(stated));
              });
    }
  }

  private boolean holds(TensorShapeProto stated, TensorShape shape) {
    boolean held = stated.getDimCount() == shape.rank();
    for (int i = 0; held && i < shape.rank(); i++) {
      boolean open = !stated.getDim(i).hasDimValue() || stated.getDim(i).getDimValue() <= 0;
      held = open || i == 0 && anyBatch || stated.getDim(i).getDimValue() == shape.dim(i);
    }
    return held;
  }

  private static String text(TensorShape shape) {
    return shape.rank() == 0 ? "a scalar" : shape.toString();
  }

  private static String text(TensorShapeProto stated) {
    return stated.getDimCount() == 0 ? "a scalar" : DeclaredShapes.text(stated);
  }
}
