package dev.twobit.verification;

import dev.twobit.onnx.CodedTensor;
import java.util.List;
import java.util.Map;

/** A deployed network computed in floating point, whose codes are known. */
public interface FloatNetwork {
  /** What computes it, for people. */
  String name();

  /** Images {@code first} to {@code first + count - 1}, in order. */
  List<Run> run(int first, int count);

  /**
   * What the network makes of one image.
   *
   * @param outputs of the network
   * @param codes of the tensors that layers read quantized, counted from the least code of the form
   *     (unsigned bytes)
   */
  @SuppressWarnings("ArrayRecordComponent") // one row an image: never compared
  record Run(float[] outputs, Map<CodedTensor, byte[]> codes) {
    public Run {
      codes = Map.copyOf(codes);
    }
  }
}
