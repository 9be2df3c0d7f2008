package dev.twobit.training;

import dev.twobit.network.Network;
import dev.twobit.tensor.Torch;
import dev.twobit.training.data.Normalization;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * A trained network in full precision whose logits another one learns from. It sees the student's
 * augmented batch; where its normalization differs, pixels are converted (the border that a crop
 * pads with keeps the student's value, its mean colour).
 */
public final class Teacher {
  private final TrainableNetwork network;
  private final Tensor scale;
  private final Tensor shift;
  private final boolean same;

  /**
   * Holds tensors: create outside of a step's pointer scope.
   *
   * @param own normalization the teacher was trained with
   * @param students normalization of the batches
   */
  public Teacher(Network network, Normalization own, Normalization students) {
    this.network = TrainableNetwork.of(network, QuantizationScheme.none());
    int channels = own.mean().length;
    float[] scales = new float[channels];
    float[] shifts = new float[channels];
    for (int c = 0; c < channels; c++) {
      double ratio = students.scale() / own.scale();
      scales[c] = (float) (students.deviation()[c] * ratio / own.deviation()[c]);
      shifts[c] = (float) ((students.mean()[c] * ratio - own.mean()[c]) / own.deviation()[c]);
    }
    this.same = own.spec().equals(students.spec());
    this.scale = Torch.tensor(scales, 1, channels, 1, 1);
    this.shift = Torch.tensor(shifts, 1, channels, 1, 1);
  }

  /** Logits (N, classes), without gradient, of images as the student sees them. */
  Tensor logits(Tensor images) {
    try (NoGradGuard guard = new NoGradGuard()) {
      Tensor seen = same ? images : images.mul(scale).add(shift);
      return network.forward(seen, false);
    }
  }
}
