package dev.twobit.onnx.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.Layer;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.onnx.proto.NodeProto;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What an operator that turns out not to be supported leaves behind: nothing, and all of others.
 */
class ImportContextTest {
  private static final TensorShape SHAPE = TensorShape.of(1, 2, 3, 3);

  @Test
  void aLayerThatIsTakenBackLeavesThoseWhoseNamesBeginAsItsOwn() {
    var context = new ImportContext(13, Map.of(), Map.of());
    add(context, "block.conv", "x", "y");
    ImportContext.Mark mark = context.mark();
    add(context, "block", "y", "z");

    context.rollBack(mark);

    assertThat(context.layers()).extracting(Layer::name).containsExactly("block.conv");
    assertThat(context.parameters()).containsOnlyKeys("block.conv.weight");
    assertThat(context.shapes()).containsOnlyKeys("y");
  }

  private static void add(ImportContext context, String name, String from, String to) {
    NodeProto proto = NodeProto.newBuilder().setOpType("Relu").addInput(from).addOutput(to).build();
    context.add(
        OnnxNode.of("f", name, proto),
        new Layer.Activation(name, from, to, Layer.Function.RELU, 0, 0),
        SHAPE);
    context.parameter(name + ".weight", WeightTensor.vector(new float[] {1}));
  }
}
