package dev.twobit.quantization;

import dev.twobit.tensor.StepScope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorBase;
import org.bytedeco.pytorch.VoidTensorHook;
import org.jspecify.annotations.Nullable;

/**
 * An operator that libtorch does not have: its values are computed outside of the graph, and
 * backward turns the gradient of them into that of its input in place. Nothing is kept for backward
 * but what that reads.
 */
final class OwnGradient {
  /** What holds a gradient that nobody else reads: libtorch's engine, the hook and this. */
  private static final int OWNERS = 5;

  /** Held so that it lives until backward where no pointer scope holds it. */
  @SuppressWarnings("UnusedVariable")
  private @Nullable VoidTensorHook hook;

  /** How the gradient of an operator's values becomes that of its input. */
  @FunctionalInterface
  interface Backward {
    /**
     * Called once; what it makes is freed behind it.
     *
     * @param gradient of the values, laid out densely; to be overwritten
     * @param read as they were handed in, outside of the graph
     */
    void turn(Tensor gradient, List<Tensor> read);
  }

  /**
   * The values as a function of the input. Whatever reads them has to hand back a gradient of its
   * own memory, as convolutions and matrix products do and a sum of two tensors does not: it is
   * overwritten, and refused if it is shared.
   *
   * @param values as large as the input, outside of the graph; taken over
   * @param read what {@code backward} reads, freed after it
   */
  Tensor of(Tensor input, Tensor values, Backward backward, Tensor... read) {
    Tensor output;
    if (input.requires_grad()) {
      // An alias is an operator of the graph that saves nothing; only its values are exchanged.
      output = input.alias();
      output.set_data(values);
    } else {
      output = values.set_requires_grad(true);
    }
    List<Tensor> kept = new ArrayList<>();
    for (Tensor tensor : read) {
      kept.add(StepScope.untilItEnds(tensor.detach()));
    }
    VoidTensorHook once = StepScope.untilItEnds(hook(backward, kept));
    output.register_hook(once);
    hook = once;
    return output;
  }

  /** Whether any of these is to have a gradient. */
  static boolean isWanted(Tensor... operands) {
    if (GradMode.is_enabled()) {
      for (Tensor operand : operands) {
        if (operand.requires_grad()) {
          return true;
        }
      }
    }
    return false;
  }

  private static VoidTensorHook hook(Backward backward, List<Tensor> read) {
    return new VoidTensorHook() {
      @Override
      public void call(TensorBase gradient) {
        try (PointerScope scope = new PointerScope()) {
          Tensor own = new Tensor(gradient);
          if (own.use_count() > OWNERS) {
            throw new IllegalStateException("the gradient of quantized values has another reader");
          }
          if (!own.is_non_overlapping_and_dense()) {
            own.set_data(own.contiguous());
          }
          backward.turn(own, read);
        }
        // Until the step ends it would keep the memory.
        gradient.close();
        read.forEach(Tensor::close);
      }
    };
  }
}
