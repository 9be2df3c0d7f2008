package dev.twobit.onnx.read;

import dev.twobit.network.Network;
import dev.twobit.onnx.CodedTensor;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.write.OnnxExporter;
import java.util.Map;

/**
 * A quantized network as its file says it: what {@link OnnxExporter} was given to write it.
 *
 * @param network in float, weights being level times step
 * @param quantization integers behind it; empty if the file quantizes nothing
 * @param codes names of the file's tensors of codes; none of a {@link ExportFormat#QONNX} file
 * @param probe bytes of the same model with those tensors as outputs, after its own; empty without
 *     any, and of other files than {@link ExportFormat#QCDQ}
 * @param format how the file says it; QCDQ if it quantizes nothing
 * @param metadata of the file
 */
@SuppressWarnings("ArrayRecordComponent") // a whole file: never compared
public record QcdqFile(
    Network network,
    NetworkQuantization quantization,
    Map<CodedTensor, String> codes,
    byte[] probe,
    ExportFormat format,
    Map<String, String> metadata) {
  public QcdqFile {
    codes = Map.copyOf(codes);
    metadata = Map.copyOf(metadata);
  }

  /** A QCDQ file without metadata. */
  public QcdqFile(
      Network network,
      NetworkQuantization quantization,
      Map<CodedTensor, String> codes,
      byte[] probe) {
    this(network, quantization, codes, probe, ExportFormat.QCDQ, Map.of());
  }

  QcdqFile with(Network other) {
    return new QcdqFile(other, quantization, codes, probe, format, metadata);
  }

  public boolean isQuantized() {
    return !quantization.inputs().isEmpty() || !quantization.weights().isEmpty();
  }
}
