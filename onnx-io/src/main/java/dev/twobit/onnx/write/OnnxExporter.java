package dev.twobit.onnx.write;

import dev.twobit.io.AtomicFile;
import dev.twobit.network.BatchAxis;
import dev.twobit.network.Network;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.GraphWriter;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.QonnxDomain;
import dev.twobit.onnx.proto.ModelProto;
import dev.twobit.onnx.proto.OperatorSetIdProto;
import dev.twobit.onnx.proto.StringStringEntryProto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** {@link Network} with weights to an ONNX file. */
public final class OnnxExporter {
  static final int OPSET = 17;
  static final int IR_VERSION = 8;

  /** Types of 2 bits exist since. */
  static final int INT2_OPSET = 25;

  static final int INT2_IR_VERSION = 13;

  private OnnxExporter() {}

  /**
   * Float weights and arithmetic, as they are in the network; opset 17. The batch stays open if the
   * network says so, and fixed to the images of an inference if not. Replaces the file in one move.
   */
  public static void write(Network network, Path file) throws IOException {
    write(network, NetworkQuantization.none(), file);
  }

  /**
   * Quantized weights as integers, quantized inputs as QCDQ; the rest in float. Runs in ONNX
   * Runtime at any optimization level.
   */
  public static void write(Network network, NetworkQuantization quantization, Path file)
      throws IOException {
    write(network, quantization, ExportFormat.QCDQ, Map.of(), file);
  }

  /**
   * @param metadata kept in the file as it is: what it was made for and how
   */
  public static void write(
      Network network,
      NetworkQuantization quantization,
      ExportFormat format,
      Map<String, String> metadata,
      Path file)
      throws IOException {
    AtomicFile.write(file, model(network, quantization, format, metadata)::writeTo);
  }

  /** The bytes of such a file. */
  public static byte[] bytes(
      Network network,
      NetworkQuantization quantization,
      ExportFormat format,
      Map<String, String> metadata) {
    return model(network, quantization, format, metadata).toByteArray();
  }

  static ModelProto model(Network network, NetworkQuantization quantization) {
    return model(network, quantization, ExportFormat.QCDQ, Map.of());
  }

  static ModelProto model(
      Network given,
      NetworkQuantization quantization,
      ExportFormat format,
      Map<String, String> metadata) {
    Network network = given.dynamicBatch() ? given : BatchAxis.together(given);
    GraphWriter graph = new GraphWriter(network.name());
    network.inputs().forEach(t -> graph.input(t, network.shape(t), network.dynamicBatch()));
    LayerWriter layers =
        new LayerWriter(
            network,
            graph,
            new QuantizationWriter(
                quantization,
                OperandWriter.of(format, graph, CodeWidths.areOfShapes(network, quantization))));
    network.layers().forEach(layers::write);
    network.outputs().forEach(t -> graph.output(t, network.shape(t), network.dynamicBatch()));
    ModelProto.Builder model = model(graph, format);
    new TreeMap<>(metadata)
        .forEach(
            (key, value) ->
                model.addMetadataProps(
                    StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return model.build();
  }

  static ModelProto.Builder model(GraphWriter graph, ExportFormat format) {
    boolean int2 = format == ExportFormat.QDQ_INT2;
    ModelProto.Builder model =
        int2 ? model(graph, INT2_OPSET, INT2_IR_VERSION) : model(graph, OPSET, IR_VERSION);
    if (format == ExportFormat.QONNX) {
      model.addOpsetImport(
          OperatorSetIdProto.newBuilder()
              .setDomain(QonnxDomain.NAME)
              .setVersion(QonnxDomain.VERSION));
    }
    return model;
  }

  static ModelProto model(GraphWriter graph) {
    return model(graph, OPSET, IR_VERSION).build();
  }

  private static ModelProto.Builder model(GraphWriter graph, int opset, int irVersion) {
    return ModelProto.newBuilder()
        .setIrVersion(irVersion)
        .setProducerName("twobit")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset))
        .setGraph(graph.build());
  }
}
