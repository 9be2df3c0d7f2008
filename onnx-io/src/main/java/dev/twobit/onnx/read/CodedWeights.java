package dev.twobit.onnx.read;

import com.google.protobuf.ByteString;
import dev.twobit.network.TensorShape;
import dev.twobit.onnx.proto.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;

/**
 * Constants of a file that are level x step.
 *
 * @param steps one, or one a channel of the axis
 */
@SuppressWarnings("ArrayRecordComponent") // weights: never compared
record CodedWeights(TensorShape shape, int[] levels, List<Float> steps, int axis) {

  /**
   * Level x step, where a step of 0 makes all of its channel 0: that has levels of 0 then, and the
   * largest of the other steps.
   */
  static CodedWeights of(TensorShape shape, int[] levels, ChannelSteps channels) {
    float largest = Collections.max(channels.steps());
    int[] live = levels.clone();
    for (int i = 0; i < live.length; i++) {
      live[i] = channels.steps().get(channels.channel(i)) == 0 ? 0 : live[i];
    }
    List<Float> steps = channels.steps().stream().map(s -> s == 0 ? largest : s).toList();
    return new CodedWeights(shape, live, steps, channels.axis());
  }

  /** The mid-rise weights (2 level + 1) x half the step of these levels. */
  CodedWeights midRise() {
    int[] odd = new int[levels.length];
    for (int i = 0; i < odd.length; i++) {
      odd[i] = 2 * levels[i] + 1;
    }
    return new CodedWeights(shape, odd, steps.stream().map(s -> s / 2).toList(), axis);
  }

  /** Values in float32, as a tensor of that name. */
  TensorProto values(String name) {
    int inner = 1;
    for (int i = axis + 1; i < shape.rank() && steps.size() > 1; i++) {
      inner *= shape.dim(i);
    }
    ByteBuffer bytes = ByteBuffer.allocate(4 * levels.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < levels.length; i++) {
      bytes.putFloat(levels[i] * steps.get(i / inner % steps.size()));
    }
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .setRawData(ByteString.copyFrom(bytes.rewind()));
    shape.dims().forEach(tensor::addDims);
    return tensor.build();
  }
}
