package dev.twobit.onnx;

import dev.twobit.network.Network;
import java.util.Map;

/**
 * A quantized network as its QCDQ file says it: what {@link OnnxExporter} was given to write it.
 *
 * @param network in float, weights being level times step
 * @param quantization integers behind it; empty if the file quantizes nothing
 * @param codes names of the file's tensors of codes
 * @param probe bytes of the same model with those tensors as outputs, after its own; empty without
 *     any
 */
@SuppressWarnings("ArrayRecordComponent") // a whole file: never compared
public record QcdqFile(
    Network network,
    DeployedQuantization quantization,
    Map<CodedTensor, String> codes,
    byte[] probe) {
  public QcdqFile {
    codes = Map.copyOf(codes);
  }

  public boolean isQuantized() {
    return !quantization.inputs().isEmpty() || !quantization.weights().isEmpty();
  }
}
