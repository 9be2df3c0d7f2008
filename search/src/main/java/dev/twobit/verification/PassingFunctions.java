package dev.twobit.verification;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.NetworkQuantization.Activations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What layers that are done in passing make of one tensor's integers: each tensor between them as a
 * function of those, however many layers read it.
 */
final class PassingFunctions {
  private final Network network;
  private final NetworkQuantization quantization;
  private final Map<String, PostProcessorFunction> functions = new HashMap<>();

  /**
   * @param tensor whose integers stand for the values of {@code function}
   */
  PassingFunctions(
      Network network,
      NetworkQuantization quantization,
      String tensor,
      PostProcessorFunction function) {
    this.network = network;
    this.quantization = quantization;
    functions.put(tensor, function);
  }

  /** Whether a layer reads nothing else. */
  boolean isAllThatIsRead(Layer member) {
    return functions.keySet().containsAll(member.inputs());
  }

  /**
   * What a layer of them writes; inputs that it reads quantized are rounded in front of it. Throws
   * {@link dev.twobit.network.InvalidInputException} for what is not one function a channel.
   */
  PostProcessorFunction through(Layer member) {
    List<Activations> stated = quantization.inputs().getOrDefault(member.name(), List.of());
    List<PostProcessorFunction> read = new ArrayList<>();
    for (int i = 0; i < member.inputs().size(); i++) {
      PostProcessorFunction function = of(member.inputs().get(i));
      read.add(stated.isEmpty() ? function : function.rounded(stated.get(i)));
    }
    boolean combines = member.asAdd().isPresent() || member.asMultiply().isPresent();
    PostProcessorFunction result =
        combines
            ? PostProcessorFunction.combined(member.asMultiply().isPresent(), read)
            : read.get(0).through(member, network);
    functions.put(member.output(), result);
    return result;
  }

  private PostProcessorFunction of(String tensor) {
    PostProcessorFunction function = functions.get(tensor);
    if (function == null) {
      throw new IllegalStateException(tensor + " is not computed in passing");
    }
    return function;
  }
}
