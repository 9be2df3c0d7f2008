package dev.twobit.verification;

import dev.twobit.network.Network;
import dev.twobit.network.WeightTensor;
import dev.twobit.onnx.CodedTensor;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.read.QcdqFile;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * A quantized file in plain Java floats.
 *
 * @param images by number, each as long as the network's input
 */
public record PlainNetwork(QcdqFile file, IntFunction<float[]> images) implements ImageByImage {
  @Override
  public String name() {
    return "plain Java";
  }

  @Override
  public Run run(int number) {
    float[] image = images.apply(number);
    Network network = file.network();
    Map<String, WeightTensor> tensors = file.quantization().runAll(network, image);
    Map<CodedTensor, byte[]> codes = new HashMap<>();
    TensorForms forms = TensorForms.of(network, file.quantization());
    tensors.forEach(
        (tensor, x) ->
            forms.of(tensor).forEach(f -> codes.put(new CodedTensor(tensor, f), bytes(x, f))));
    WeightTensor outputs = tensors.get(network.outputs().get(0));
    return new Run(outputs == null ? new float[0] : outputs.values(), codes);
  }

  private static byte[] bytes(WeightTensor x, Activations form) {
    int[] codes = CodeStore.quantize(x.values(), form);
    byte[] bytes = new byte[codes.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) codes[i];
    }
    return bytes;
  }
}
