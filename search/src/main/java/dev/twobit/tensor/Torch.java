package dev.twobit.tensor;

import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.presets.openblas;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The few conversions between Java values and libtorch that everything here needs. */
public final class Torch {
  static {
    NativeLibraries.load();
    // It is for small inference batches, and where it does not know the processor it says so on
    // standard error, convolution for convolution.
    torch.globalContext().setUserEnabledNNPACK(false);
  }

  private Torch() {}

  /** A float tensor of its own memory, contiguous. */
  public static Tensor tensor(float[] values, long... shape) {
    return Tensor.create(values, shape);
  }

  public static Tensor tensor(WeightTensor weights) {
    return tensor(weights.values(), dims(weights.shape()));
  }

  /** The elements as float32, row-major in the tensor's logical order. */
  public static float[] floats(Tensor tensor) {
    try (Tensor typed = tensor.detach().to(torch.ScalarType.Float);
        Tensor plain = typed.contiguous();
        FloatPointer data = plain.data_ptr_float()) {
      float[] values = new float[(int) plain.numel()];
      data.get(values);
      return values;
    }
  }

  /** A copy as weights of the given shape. */
  public static WeightTensor weights(Tensor tensor, TensorShape shape) {
    return new WeightTensor(shape, floats(tensor));
  }

  public static long[] dims(TensorShape shape) {
    return shape.dims().stream().mapToLong(Integer::longValue).toArray();
  }

  public static Scalar scalar(double value) {
    return new Scalar(value);
  }

  /** Threads of libtorch's operators from now on, at least 1. */
  public static void useThreads(int threads) {
    torch.set_num_threads(threads);
    // Products of matrices have threads of their own, else one a processor: bits that go with it.
    openblas.blas_set_num_threads(threads);
  }

  /**
   * Frees tensors that no scope has and nothing reaches. The collector sees their handles alone,
   * not their size: without it, models that were made one after the other are held together.
   */
  public static void freeUnreachable() {
    System.gc();
  }

  /** Images in the layout that convolutions run fastest in. */
  public static Tensor channelsLast(Tensor images) {
    return images.contiguous(torch.MemoryFormat.ChannelsLast);
  }
}
