package dev.twobit.training;

import dev.twobit.tensor.Torch;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Cross-entropy with label smoothing and, beside a teacher, distillation (Hinton et al. 2015;
 * search/docs/methods.md#distillation): (1 - a) CE + a T^2 KL(teacher at T || student at T), the
 * mean over the batch.
 *
 * @param smoothing share of the label spread over all classes, 0 to below 1
 * @param teacherWeight a, 0 to 1; only counts where there is a teacher
 * @param temperature T, above 0
 */
public record TrainingLoss(double smoothing, double teacherWeight, double temperature) {
  public static final TrainingLoss CROSS_ENTROPY = new TrainingLoss(0, 0, 1);

  private static final int MEAN = 1;
  private static final int SUM = 2;
  private static final int IGNORE_NONE = -100;

  /** Scalar loss of logits (N, classes) for labels (N). */
  Tensor of(Tensor logits, Tensor labels) {
    return smoothing == 0
        ? torch.cross_entropy_loss(logits, labels)
        : torch.cross_entropy_loss(
            logits, labels, new TensorOptional(), MEAN, IGNORE_NONE, smoothing);
  }

  /**
   * @param teacher logits (N, classes) without gradient
   */
  Tensor of(Tensor logits, Tensor labels, Tensor teacher) {
    Tensor student = torch.log_softmax(logits.div(Torch.scalar(temperature)), 1);
    Tensor wanted = torch.log_softmax(teacher.div(Torch.scalar(temperature)), 1);
    double scale = teacherWeight * temperature * temperature / logits.size(0);
    return of(logits, labels)
        .mul(Torch.scalar(1 - teacherWeight))
        .add(torch.kl_div(student, wanted, SUM, true), Torch.scalar(scale));
  }
}
