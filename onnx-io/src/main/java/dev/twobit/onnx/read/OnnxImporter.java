package dev.twobit.onnx.read;

import dev.twobit.network.BatchAxis;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Parameters;
import dev.twobit.network.QuotedText;
import dev.twobit.network.SupportCheck;
import dev.twobit.network.TensorShape;
import dev.twobit.network.TransposeFolder;
import dev.twobit.onnx.operator.Constant;
import dev.twobit.onnx.operator.ImportContext;
import dev.twobit.onnx.operator.OnnxNode;
import dev.twobit.onnx.operator.OperatorParser;
import dev.twobit.onnx.operator.Operators;
import dev.twobit.onnx.operator.UnsupportedOperatorException;
import dev.twobit.onnx.proto.GraphProto;
import dev.twobit.onnx.proto.ModelProto;
import dev.twobit.onnx.proto.TensorProto;
import dev.twobit.onnx.proto.ValueInfoProto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * ONNX file to {@link Network}, as it is written: batch norms and biases stay where the exporter
 * put them; shape arithmetic is folded, identities and transposes that cancel are dropped, a
 * dynamic batch axis becomes 1 and a fixed batch the network's {@link Network#images}, if axis 0 is
 * nothing but a batch ({@link BatchAxis}). Nodes that no output depends on are left out. Operators
 * that are not supported are kept as {@link Layer.Unsupported}; see {@link SupportCheck}.
 */
public final class OnnxImporter {
  private OnnxImporter() {}

  /** Throws {@link InvalidInputException}, one line, if there is no file of that name. */
  public static void requireFile(Path file) {
    ModelFile.require(file);
  }

  /** Throws {@link InvalidInputException}, one line, if the file is no network that can be read. */
  public static Network read(Path file) {
    return read(file, InputSizes.NONE);
  }

  /**
   * The same with other sizes of its inputs, or another batch, than the file's own.
   *
   * @param sizes {@link InputSizes#NONE} for the file's
   */
  public static Network read(Path file, InputSizes sizes) {
    return Guard.of(
        file,
        () ->
            SizedReading.of(
                    file,
                    ModelFile.read(file),
                    sizes,
                    model -> TransposeFolder.fold(read(file, model)))
                .network());
  }

  /** The bytes of the file's model with inputs of such sizes, which may keep its own batch. */
  public static byte[] bytes(Path file, InputSizes sizes) {
    return Guard.of(
        file,
        () ->
            SizedReading.of(file, ModelFile.read(file), sizes, model -> read(file, model))
                .model()
                .toByteArray());
  }

  /**
   * @param file whose model it is, for messages and external data
   */
  static Network read(Path file, ModelProto model) {
    return read(file, model, Set.of(), Map.of());
  }

  /**
   * @param kept nodes, of Identity, that stay: each becomes a {@link Layer.Reshape} to the shape it
   *     reads, which must not be a constant
   * @param alike tensors that have been taken out of the graph, by name: one of the same shape
   */
  static Network read(Path file, ModelProto model, Set<String> kept, Map<String, String> alike) {
    String name = String.valueOf(file.getFileName());
    GraphProto graph = model.getGraph();
    int opset = Opset.of(name, model);
    var decoder = new TensorDecoder(file);
    Map<String, Constant> constants = initializers(name, graph, decoder);
    var context = new ImportContext(opset, constants, declared(graph));
    boolean dynamic = false;
    List<String> inputs = new ArrayList<>();
    for (ValueInfoProto input : graph.getInputList()) {
      if (!constants.containsKey(input.getName())) {
        dynamic |= defineInput(name, input, context);
        inputs.add(input.getName());
      }
    }
    if (inputs.isEmpty()) {
      throw new InvalidInputException(
          name + ": the graph has no input that is not a weight; expected one");
    }
    var folder = new ConstantFolder(decoder);
    List<OnnxNode> nodes = GraphNodes.sorted(name, graph);
    ElementTypes.check(name, graph, nodes);
    context.take(inputs);
    context.take(constants.keySet());
    for (OnnxNode node : nodes) {
      context.take(List.of(node.name()));
      context.take(node.outputs());
    }
    for (OnnxNode node : nodes) {
      try {
        if (kept.contains(node.name())) {
          keep(node, context);
        } else {
          read(node, context, folder);
        }
      } catch (InvalidInputException e) {
        throw e;
      } catch (RuntimeException e) {
        throw node.error(
            "cannot be read (" + QuotedText.name(String.valueOf(e.getMessage())) + ")", e);
      }
    }
    ImportedValues.check(name, context.layers(), context.parameters());
    DeclaredShapeCheck.ofComputed(name, graph, context, alike, dynamic);
    List<String> outputs = outputs(name, graph, context);
    try {
      Network network =
          new Network(
              name,
              inputs,
              outputs,
              context.layers(),
              context.shapes(),
              Parameters.of(context.parameters()),
              dynamic);
      return ConnectedGraph.of(ImportedValues.countable(network));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          name + ": " + QuotedText.message(String.valueOf(e.getMessage())), e);
    }
  }

  private static void keep(OnnxNode node, ImportContext context) {
    if (context.isConstant(node, 0)) {
      throw node.error(
          "found a constant that is quantized when the network runs, expected its codes and"
              + " DequantizeLinear");
    }
    TensorShape shape = context.shape(node, 0);
    context.add(
        node, new Layer.Reshape(node.name(), context.tensor(node, 0), node.output(), shape), shape);
  }

  private static void read(OnnxNode node, ImportContext context, ConstantFolder folder) {
    if (node.outputs().isEmpty() || node.output().isEmpty()) {
      throw node.error("writes nothing; expected an output");
    }
    Optional<Constant> known = folder.fold(node, context);
    if (known.isPresent()) {
      context.define(node.output(), known.get());
      return;
    }
    Optional<OperatorParser> parser = Operators.find(node);
    if (parser.isEmpty()) {
      UnsupportedNodes.keep(node, context, reason(node, context));
      return;
    }
    ImportContext.Mark before = context.mark();
    try {
      parser.get().parse(node, context);
    } catch (UnsupportedOperatorException e) {
      context.rollBack(before);
      UnsupportedNodes.keep(node, context, String.valueOf(e.getMessage()));
    }
  }

  /** Of an operator that has no parser; empty if there is nothing to say of this very node. */
  private static String reason(OnnxNode node, ImportContext context) {
    if (LeftQuantizers.is(node)) {
      return LeftQuantizers.reason(node, context);
    }
    return QonnxNodes.isTrunc(node) ? QonnxNodes.truncation(node, context) : "";
  }

  private static Map<String, Constant> initializers(
      String file, GraphProto graph, TensorDecoder decoder) {
    if (graph.getSparseInitializerCount() > 0) {
      throw new InvalidInputException(
          file + ": sparse initializers are not supported; expected dense ones");
    }
    Map<String, Constant> constants = new HashMap<>();
    for (TensorProto tensor : graph.getInitializerList()) {
      constants.put(tensor.getName(), decoder.decode(tensor));
    }
    MissingData.refusePart(file, graph, constants);
    return constants;
  }

  private static Map<String, TensorShape> declared(GraphProto graph) {
    Map<String, TensorShape> shapes = new HashMap<>();
    List<ValueInfoProto> infos = new ArrayList<>(graph.getValueInfoList());
    infos.addAll(graph.getOutputList());
    for (ValueInfoProto info : infos) {
      DeclaredShapes.of(info).ifPresent(s -> shapes.put(info.getName(), s));
    }
    return shapes;
  }

  /** True if the batch axis is open. */
  private static boolean defineInput(String file, ValueInfoProto input, ImportContext context) {
    context.defineInput(input.getName(), DeclaredShapes.ofInput(file, input));
    return DeclaredShapes.dynamicBatch(input);
  }

  private static List<String> outputs(String file, GraphProto graph, ImportContext context) {
    List<String> outputs = new ArrayList<>();
    for (ValueInfoProto output : graph.getOutputList()) {
      String tensor = context.resolve(output.getName());
      if (!context.shapes().containsKey(tensor)) {
        throw new InvalidInputException(
            file
                + ": output '"
                + QuotedText.name(output.getName())
                + (context.constant(output.getName()).isPresent()
                    ? "' is a constant, expected one that depends on an input"
                    : "' is written by no layer"));
      }
      if (!outputs.contains(tensor)) {
        outputs.add(tensor);
      }
    }
    if (outputs.isEmpty()) {
      throw new InvalidInputException(file + ": the graph has no outputs; expected one");
    }
    return outputs;
  }
}
