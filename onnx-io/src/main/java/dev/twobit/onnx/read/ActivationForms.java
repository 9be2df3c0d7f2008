package dev.twobit.onnx.read;

import dev.twobit.onnx.CodedTensor;
import dev.twobit.onnx.NetworkQuantization.Activations;
import dev.twobit.onnx.PackedIntegers;
import dev.twobit.onnx.operator.Constant;
import dev.twobit.onnx.proto.NodeProto;
import java.util.List;
import java.util.Optional;

/** {@code QuantizeLinear}, perhaps {@code Clip}, {@code DequantizeLinear} with one step. */
record ActivationForms(ModelIndex index) {

  /**
   * @param coded the tensor that is quantized, and how
   * @param codes the tensor of codes
   * @param type its element type
   * @param outputs of the nodes that make it
   */
  record Found(CodedTensor coded, String codes, PackedIntegers type, List<String> outputs) {}

  /**
   * @return empty if what is above the node is something else, or the step is no constant scalar
   */
  Optional<Found> of(NodeProto dequantize) {
    Optional<NodeProto> above = index.producer(dequantize.getInput(0));
    Optional<NodeProto> clip =
        above.filter(n -> n.getOpType().equals("Clip") && n.getInputCount() > 0);
    Optional<NodeProto> quantize =
        (clip.isPresent() ? index.producer(clip.get().getInput(0)) : above)
            .filter(
                n ->
                    n.getOpType().equals("QuantizeLinear")
                        && n.getInputCount() >= 2
                        && !index.isConstant(n.getInput(0)));
    Optional<Constant> scale = quantize.flatMap(q -> index.constant(q, 1));
    if (quantize.isEmpty() || scale.isEmpty() || scale.get().size() != 1) {
      return Optional.empty();
    }
    NodeProto q = quantize.get();
    Optional<PackedIntegers> type = index.quantizedType(q);
    if (type.isEmpty() || !sameStep(q, dequantize, scale.get())) {
      return Optional.empty();
    }
    int zero = (int) zero(q);
    if (zero != zero(dequantize)) {
      throw index.error(
          dequantize,
          "zero point: found " + (int) zero(dequantize) + ", expected QuantizeLinear's " + zero);
    }
    Activations form =
        form(
            index,
            q,
            index.steps(q, scale.get()).get(0),
            bound(clip, 1).orElse((double) type.get().least()).longValue(),
            bound(clip, 2).orElse((double) type.get().most()).longValue(),
            zero);
    List<String> outputs =
        clip.map(c -> List.of(dequantize.getOutput(0), c.getOutput(0), q.getOutput(0)))
            .orElse(List.of(dequantize.getOutput(0), q.getOutput(0)));
    return Optional.of(
        new Found(
            new CodedTensor(q.getInput(0), form), dequantize.getInput(0), type.get(), outputs));
  }

  private boolean sameStep(NodeProto quantize, NodeProto dequantize, Constant scale) {
    return quantize.getInput(1).equals(dequantize.getInput(1))
        || index
            .constant(dequantize, 1)
            .filter(s -> s.size() == 1 && s.at(0) == scale.at(0))
            .isPresent();
  }

  private double zero(NodeProto node) {
    return ModelIndex.hasInput(node, 2) ? index.scalar(node, 2, "zero point") : 0;
  }

  private Optional<Double> bound(Optional<NodeProto> clip, int input) {
    return clip.filter(c -> ModelIndex.hasInput(c, input))
        .map(c -> index.scalar(c, input, input == 1 ? "min" : "max"));
  }

  /** All integers from the least to the most, of the fewest bits; the zero is one of them. */
  static Activations form(
      ModelIndex index, NodeProto node, float step, long least, long most, int zero) {
    if (zero < least || zero > most) {
      throw index.error(
          node,
          "zero point: found " + zero + ", expected one of the codes " + least + " to " + most);
    }
    for (boolean narrow : new boolean[] {false, true}) {
      for (int bits = narrow ? 2 : 1; bits <= 8; bits++) {
        for (boolean signed : new boolean[] {false, true}) {
          Activations form = new Activations(step, bits, signed, narrow);
          if (form.leastStored() == least && form.mostStored() == most) {
            return new Activations(step, bits, signed, narrow, zero);
          }
        }
      }
    }
    throw index.error(
        node, "found codes " + least + " to " + most + ", expected all of 1 to 8 bits");
  }
}
