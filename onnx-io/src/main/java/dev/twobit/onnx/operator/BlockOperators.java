package dev.twobit.onnx.operator;

import dev.twobit.network.TensorShape;
import java.util.List;

/** DepthToSpace and SpaceToDepth as transposes between two reshapes. */
final class BlockOperators {
  private BlockOperators() {}

  static void depthToSpace(OnnxNode node, ImportContext context) {
    TensorShape in = planes(node, context);
    int b = block(node);
    boolean columnsFirst = node.text("mode", "DCR").equals("CRD");
    if (in.channels() % ((long) b * b) != 0) {
      throw node.error("input " + in + ": channels are no multiple of blocksize " + b + " squared");
    }
    int channels = in.channels() / (b * b);
    var lower = new Lowering(node, context);
    TensorShape apart =
        columnsFirst
            ? TensorShape.of(in.dim(0), channels, b, b, in.height(), in.width())
            : TensorShape.of(in.dim(0), b, b, channels, in.height(), in.width());
    String blocks = lower.reshape(context.tensor(node, 0), apart, lower.between("blocks"));
    String turned =
        lower.transpose(
            blocks,
            columnsFirst ? List.of(0, 1, 4, 2, 5, 3) : List.of(0, 3, 4, 1, 5, 2),
            lower.between("turned"));
    lower.reshape(
        turned,
        TensorShape.of(
            in.dim(0),
            channels,
            Math.multiplyExact(in.height(), b),
            Math.multiplyExact(in.width(), b)),
        node.output());
  }

  static void spaceToDepth(OnnxNode node, ImportContext context) {
    TensorShape in = planes(node, context);
    int b = block(node);
    if (in.height() % b != 0 || in.width() % b != 0) {
      throw node.error("input " + in + ": the plane is no multiple of blocksize " + b);
    }
    int height = in.height() / b;
    int width = in.width() / b;
    var lower = new Lowering(node, context);
    String blocks =
        lower.reshape(
            context.tensor(node, 0),
            TensorShape.of(in.dim(0), in.channels(), height, b, width, b),
            lower.between("blocks"));
    String turned = lower.transpose(blocks, List.of(0, 3, 5, 1, 2, 4), lower.between("turned"));
    lower.reshape(
        turned, TensorShape.of(in.dim(0), in.channels() * b * b, height, width), node.output());
  }

  private static int block(OnnxNode node) {
    int block = node.integer("blocksize", 0);
    if (block < 1 || block > 256) {
      throw node.error("blocksize: found " + block + ", expected 1 to 256");
    }
    return block;
  }

  private static TensorShape planes(OnnxNode node, ImportContext context) {
    TensorShape in = context.shape(node, 0);
    if (in.rank() != 4) {
      throw node.error("input: found shape " + in + ", expected (N,C,H,W)");
    }
    return in;
  }
}
