package dev.twobit.quantization;

import dev.twobit.tensor.Torch;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Activations clipped to least..bound and rounded half to even to a step, as one operator that
 * reads and writes memory once, forward and backward. dx is 1 within the clip, bounds included, and
 * 0 outside.
 */
final class RoundedClip {
  private final OwnGradient operator = new OwnGradient();

  /**
   * What is rounded to.
   *
   * @param least of the clip: that of the first code, in float32; 0 of unsigned codes
   * @param bound of the clip: that of the last code, in float32
   * @param step value of one code, in float32
   */
  record Levels(float least, float bound, float step) {
    /** From zero on. */
    Levels(float bound, float step) {
      this(0, bound, step);
    }
  }

  /** The gradient of a learned parameter that the levels depend on. */
  interface ParameterGradient {
    Tensor parameter();

    /**
     * What a part of the tensor adds to it.
     *
     * @param gradient of the values
     * @return one element in the parameter's type
     */
    Tensor of(Tensor gradient, Tensor x, Tensor values);
  }

  /** Values code x step, exactly that product, of levels that are not learned. */
  Tensor of(Tensor input, Levels levels) {
    return of(input, levels, Optional.empty());
  }

  /** Values code x step, exactly that product, of levels that are learned. */
  Tensor of(Tensor input, Levels levels, ParameterGradient learned) {
    return of(input, levels, Optional.of(learned).filter(l -> OwnGradient.isWanted(l.parameter())));
  }

  private Tensor of(Tensor input, Levels levels, Optional<ParameterGradient> learned) {
    Tensor values = values(input, levels);
    if (learned.isEmpty() && !OwnGradient.isWanted(input)) {
      return values;
    }
    return operator.of(
        input,
        values,
        (gradient, read) -> backward(gradient, read, levels, learned),
        input,
        values);
  }

  private static Tensor values(Tensor input, Levels levels) {
    try (NoGradGuard guard = new NoGradGuard()) {
      Tensor values = torch.empty_like(input);
      Scalar least = Torch.scalar(levels.least);
      Scalar most = Torch.scalar(levels.bound);
      Scalar step = Torch.scalar(levels.step);
      Chunks.each(
          parts -> {
            torch.hardtanh_out(parts[1], parts[0], least, most);
            parts[1].div_(step).round_().mul_(step);
          },
          input,
          values);
      return values;
    }
  }

  private static void backward(
      Tensor gradient, List<Tensor> read, Levels levels, Optional<ParameterGradient> learned) {
    // The operator's own mask leaves its bounds out.
    Scalar below = Torch.scalar(Math.nextDown(levels.least));
    Scalar above = Torch.scalar(Math.nextUp(levels.bound));
    Chunks.each(
        parts -> {
          learned.ifPresent(l -> add(l.of(parts[0], parts[1], parts[2]), l.parameter()));
          torch.hardtanh_backward_out(parts[0], parts[0], parts[1], below, above);
        },
        gradient,
        read.get(0),
        read.get(1));
  }

  private static void add(Tensor part, Tensor parameter) {
    Tensor gradient = parameter.mutable_grad();
    Tensor one = part.reshape(1);
    if (gradient.defined()) {
      gradient.add_(one);
    } else {
      gradient.put(one);
    }
  }
}
