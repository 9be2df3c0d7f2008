package dev.twobit.onnx.read;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.QuotedText;
import dev.twobit.onnx.proto.GraphProto;
import dev.twobit.onnx.proto.ModelProto;
import dev.twobit.onnx.proto.TensorProto;
import dev.twobit.onnx.proto.TensorShapeProto;
import dev.twobit.onnx.proto.TypeProto;
import dev.twobit.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The inputs of a model, and the extents that they are given.
 *
 * @param file for messages
 * @param inputs those that are not weights, by index in the graph
 * @param given extents by index of the input; absent for its own
 * @param batch given for all of them; 0 if not
 */
record SizedInputs(
    String file,
    ModelProto model,
    Map<Integer, ValueInfoProto> inputs,
    Map<Integer, List<Integer>> given,
    int batch) {

  /** Throws {@link InvalidInputException} for names, ranks and batches that are not the model's. */
  static SizedInputs of(String file, ModelProto model, InputSizes sizes) {
    GraphProto graph = model.getGraph();
    Set<String> weights = new HashSet<>();
    graph.getInitializerList().stream().map(TensorProto::getName).forEach(weights::add);
    Map<Integer, ValueInfoProto> inputs = new LinkedHashMap<>();
    for (int i = 0; i < graph.getInputCount(); i++) {
      if (!weights.contains(graph.getInput(i).getName())) {
        inputs.put(i, graph.getInput(i));
      }
    }
    Map<Integer, List<Integer>> given = new LinkedHashMap<>();
    sizes.shapes().forEach((name, extents) -> given.put(index(file, name, inputs), extents));
    if (given.size() < sizes.shapes().size()) {
      throw new InvalidInputException(
          file + ": --input-shape: found two shapes of one input, expected one");
    }
    given.forEach((i, extents) -> requireRank(file, graph.getInput(i), extents));
    if (sizes.batch() > 0) {
      for (List<Integer> extents : given.values()) {
        if (extents.get(0) != 1 && extents.get(0) != sizes.batch()) {
          throw new InvalidInputException(
              file
                  + ": --batch: found "
                  + sizes.batch()
                  + ", but --input-shape has "
                  + InputSizes.text(extents)
                  + "; expected its first extent to be 1 or the batch");
        }
      }
    }
    return new SizedInputs(file, model, inputs, given, sizes.batch());
  }

  private static int index(String file, String name, Map<Integer, ValueInfoProto> inputs) {
    if (name.isEmpty() && inputs.size() == 1) {
      return inputs.keySet().iterator().next();
    }
    return inputs.entrySet().stream()
        .filter(e -> e.getValue().getName().equals(name))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    file
                        + ": --input-shape: found "
                        + (name.isEmpty() ? "no name" : "input '" + QuotedText.name(name) + "'")
                        + ", expected "
                        + QuotedText.name(names(inputs))));
  }

  private static String names(Map<Integer, ValueInfoProto> inputs) {
    return inputs.values().stream()
        .limit(8)
        .map(i -> "'" + i.getName() + "'")
        .collect(Collectors.joining(" or "));
  }

  private static void requireRank(String file, ValueInfoProto input, List<Integer> extents) {
    TypeProto.Tensor type = input.getType().getTensorType();
    if (type.hasShape() && type.getShape().getDimCount() != extents.size()) {
      throw new InvalidInputException(
          file
              + ": --input-shape: found "
              + InputSizes.text(extents)
              + " for input '"
              + QuotedText.name(input.getName())
              + "', expected "
              + type.getShape().getDimCount()
              + " extents ("
              + DeclaredShapes.text(type.getShape())
              + ")");
    }
  }

  String names() {
    return names(inputs);
  }

  /** Images asked for: the batch, or the first extent given to every input; 0 if none is. */
  int leading() {
    if (batch > 0) {
      return batch;
    }
    List<Integer> first = given.values().stream().map(e -> e.get(0)).distinct().toList();
    return given.size() == inputs.size() && first.size() == 1 ? first.get(0) : 0;
  }

  /** First extent of every input in the file; 0 if it is open in all or they differ. */
  int ownLeading() {
    List<Integer> own = inputs.values().stream().map(SizedInputs::own).distinct().toList();
    return own.size() == 1 ? own.get(0) : 0;
  }

  private static int own(ValueInfoProto input) {
    TensorShapeProto shape = input.getType().getTensorType().getShape();
    long extent = shape.getDimCount() == 0 ? 0 : shape.getDim(0).getDimValue();
    return extent > 0 && extent < Integer.MAX_VALUE ? (int) extent : 0;
  }

  /**
   * The model with inputs of the given extents. What it states of other tensors is of other sizes,
   * and left out.
   *
   * @param images the first extent of all; 0 for the file's own where {@link #leading} is one
   */
  ModelProto model(int images) {
    ModelProto.Builder changed = model.toBuilder();
    GraphProto.Builder graph = changed.getGraphBuilder();
    boolean ofBatch = leading() > 0;
    boolean differs = false;
    for (int i : inputs.keySet()) {
      TypeProto.Tensor.Builder type =
          graph.getInputBuilder(i).getTypeBuilder().getTensorTypeBuilder();
      TensorShapeProto own = type.getShape();
      List<Integer> extents = new ArrayList<>(given.getOrDefault(i, List.of()));
      TensorShapeProto.Builder shape = own.toBuilder();
      for (int axis = 0; axis < extents.size(); axis++) {
        TensorShapeProto.Dimension extent =
            TensorShapeProto.Dimension.newBuilder().setDimValue(extents.get(axis)).build();
        if (axis < shape.getDimCount()) {
          shape.setDim(axis, axis == 0 && ofBatch ? shape.getDim(0) : extent);
        } else {
          shape.addDim(extent);
        }
      }
      if (ofBatch && images > 0 && shape.getDimCount() > 0) {
        shape.setDim(0, TensorShapeProto.Dimension.newBuilder().setDimValue(images));
      }
      if (!shape.build().equals(own)) {
        type.setShape(shape);
        differs = true;
      }
    }
    if (differs) {
      graph.clearValueInfo();
      graph
          .getOutputBuilderList()
          .forEach(o -> o.getTypeBuilder().getTensorTypeBuilder().clearShape());
    }
    return changed.build();
  }
}
