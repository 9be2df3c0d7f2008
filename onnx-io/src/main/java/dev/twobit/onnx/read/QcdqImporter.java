package dev.twobit.onnx.read;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.TransposeFolder;
import dev.twobit.onnx.CodedTensor;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.NetworkQuantization.Weights;
import dev.twobit.onnx.proto.GraphProto;
import dev.twobit.onnx.proto.ModelProto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads a quantized file of any {@link ExportFormat} back into a network and its integers. Any
 * other file is read as {@link OnnxImporter} does; quantization in another shape stays an operator
 * that is not supported.
 */
public final class QcdqImporter {
  private QcdqImporter() {}

  /** Throws {@link InvalidInputException}, one line, if the file cannot be read. */
  public static QcdqFile read(Path file) {
    return read(file, InputSizes.NONE);
  }

  /**
   * The same with other sizes of its inputs, or another batch, than the file's own.
   *
   * @param sizes {@link InputSizes#NONE} for the file's
   */
  public static QcdqFile read(Path file, InputSizes sizes) {
    return Guard.of(
        file,
        () -> {
          ModelProto stated = ModelFile.read(file);
          List<QcdqFile> read = new ArrayList<>();
          SizedReading sized =
              SizedReading.of(
                  file,
                  IntegerOperators.spelledOut(file, ConstantQuantizers.folded(file, stated)),
                  sizes,
                  model -> {
                    read.add(read(file, model));
                    return read.get(read.size() - 1).network();
                  });
          requireTypes(String.valueOf(file.getFileName()), stated.getGraph());
          return read.get(read.size() - 1).with(sized.network());
        });
  }

  /** Those of codes too, which have been taken out of what was read. */
  private static void requireTypes(String file, GraphProto graph) {
    ElementTypes.check(file, graph, GraphNodes.sorted(file, graph));
  }

  private static QcdqFile read(Path file, ModelProto model) {
    QcdqGraph graph = QcdqGraph.of(file, model);
    boolean inFloat = graph.quantizers().isEmpty() && graph.weightSteps().isEmpty();
    Network asWritten =
        OnnxImporter.read(file, graph.inFloat(), graph.quantizers().keySet(), graph.alike());
    QuantizedOperands.Stated stated = QuantizedOperands.of(asWritten, graph.quantizers());
    Network network = inFloat ? TransposeFolder.fold(asWritten) : stated.network();
    Set<String> layers = network.layers().stream().map(Layer::name).collect(Collectors.toSet());
    Map<String, Weights> weights = new HashMap<>();
    graph
        .weightSteps()
        .forEach(
            (node, steps) -> {
              if (layers.contains(node)) {
                weights.put(node, ImportedLevels.of(network, node, steps));
              }
            });
    return new QcdqFile(
        network,
        new NetworkQuantization(weights, stated.inputs()),
        codes(graph, asWritten, stated),
        graph.probe(),
        graph.format(),
        metadata(model));
  }

  /** Of quantizers that an output depends on. */
  private static Map<CodedTensor, String> codes(
      QcdqGraph graph, Network asWritten, QuantizedOperands.Stated stated) {
    Set<String> left = asWritten.layers().stream().map(Layer::name).collect(Collectors.toSet());
    Map<CodedTensor, String> codes = new HashMap<>();
    graph
        .codes(left)
        .forEach((coded, name) -> codes.put(stated.shifted().getOrDefault(coded, coded), name));
    return codes;
  }

  private static Map<String, String> metadata(ModelProto model) {
    Map<String, String> metadata = new HashMap<>();
    model.getMetadataPropsList().forEach(p -> metadata.put(p.getKey(), p.getValue()));
    return metadata;
  }
}
