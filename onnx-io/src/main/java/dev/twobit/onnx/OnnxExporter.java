package dev.twobit.onnx;

import dev.twobit.io.AtomicFile;
import dev.twobit.network.Network;
import dev.twobit.onnx.proto.ModelProto;
import dev.twobit.onnx.proto.OperatorSetIdProto;
import java.io.IOException;
import java.nio.file.Path;

/** {@link Network} with weights to an ONNX file of opset 17 that ONNX Runtime runs. */
public final class OnnxExporter {
  static final int OPSET = 17;
  static final int IR_VERSION = 8;

  private OnnxExporter() {}

  /**
   * Float weights and arithmetic, as they are in the network. The batch stays open if the network
   * says so. Replaces the file in one move.
   */
  public static void write(Network network, Path file) throws IOException {
    write(network, DeployedQuantization.none(), file);
  }

  /**
   * Quantized weights as integers, quantized inputs as QCDQ; the rest in float. Runs in ONNX
   * Runtime at any optimization level.
   */
  public static void write(Network network, DeployedQuantization quantization, Path file)
      throws IOException {
    AtomicFile.write(file, model(network, quantization)::writeTo);
  }

  static ModelProto model(Network network, DeployedQuantization quantization) {
    GraphWriter graph = new GraphWriter(network.name());
    network.inputs().forEach(t -> graph.input(t, network.shape(t), network.dynamicBatch()));
    LayerWriter layers =
        new LayerWriter(network, graph, new QuantizationWriter(quantization, graph));
    network.layers().forEach(layers::write);
    network.outputs().forEach(t -> graph.output(t, network.shape(t), network.dynamicBatch()));
    return model(graph);
  }

  static ModelProto model(GraphWriter graph) {
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("twobit")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(graph.build())
        .build();
  }
}
