package dev.twobit.onnx.write;

import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.onnx.NetworkQuantization.Weights;
import dev.twobit.onnx.proto.ModelProto;
import dev.twobit.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Codes of weights written as floats that the file quantizes, and now and then clips. */
final class FloatWeightsSpelling {
  private final DrawnModel model;
  private final Random random;
  private final List<NodeProto> nodes = new ArrayList<>();

  private FloatWeightsSpelling(ModelProto model, Random random) {
    this.model = new DrawnModel(model);
    this.random = random;
  }

  static ModelProto of(ModelProto model, Random random) {
    var spelling = new FloatWeightsSpelling(model, random);
    model.getGraph().getNodeList().forEach(spelling::node);
    return spelling.model.with(spelling.nodes);
  }

  private void node(NodeProto node) {
    if (!node.getOpType().equals("DequantizeLinear") || !model.isConstant(node.getInput(0))) {
      nodes.add(node);
      return;
    }
    String name = node.getOutput(0);
    String steps = node.getInput(1);
    String zero = model.zeros(name + ".zero", steps);
    String values = model.floats(name + ".float", values(node));
    String codes = name + ".codes";
    nodes.add(
        node.toBuilder()
            .setOpType("QuantizeLinear")
            .setName(codes)
            .clearInput()
            .addAllInput(List.of(values, steps, zero))
            .setOutput(0, codes)
            .build());
    if (random.nextBoolean()) {
      nodes.add(
          NodeProto.newBuilder()
              .setOpType("Clip")
              .setName(name + ".clip")
              .addInput(codes)
              .addInput(model.bytes(name + ".least", TensorShape.of(), List.of(-2)))
              .addInput(model.bytes(name + ".most", TensorShape.of(), List.of(1)))
              .addOutput(name + ".clipped")
              .build());
      codes = name + ".clipped";
    }
    nodes.add(node.toBuilder().clearInput().addAllInput(List.of(codes, steps, zero)).build());
  }

  /** A little off the levels, which rounding takes away. */
  private WeightTensor values(NodeProto node) {
    byte[] levels = model.bytes(node.getInput(0));
    float[] steps = model.floats(node.getInput(1));
    TensorShape shape = model.shape(node.getInput(0));
    int axis = node.getAttributeCount() == 0 ? 0 : (int) node.getAttribute(0).getI();
    int inner = Weights.inner(shape, axis);
    float[] values = new float[levels.length];
    for (int i = 0; i < values.length; i++) {
      float step = steps[i / inner % steps.length];
      values[i] = (levels[i] + 0.8f * (random.nextFloat() - 0.5f)) * step;
    }
    return new WeightTensor(shape, values);
  }
}
