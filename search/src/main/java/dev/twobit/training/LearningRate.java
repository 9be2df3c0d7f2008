package dev.twobit.training;

import java.util.List;

/**
 * The learning rate over a training: linear warm-up to the peak, then the schedule.
 *
 * @param peak reached at the end of the warm-up
 * @param schedule from there
 * @param last cosine ends here
 * @param milestones epochs, 0-based, from which {@code factor} applies once more; step only
 * @param factor of each milestone
 * @param warmupEpochs rises from peak/n in n equal steps, n the warm-up's epochs or steps
 * @param everyStep follows the curve step by step; else constant within an epoch, as TAS has it
 */
public record LearningRate(
    double peak,
    Schedule schedule,
    double last,
    List<Integer> milestones,
    double factor,
    int warmupEpochs,
    boolean everyStep) {

  /** Shape after the warm-up. */
  public enum Schedule {
    COSINE,
    STEP,
    CONSTANT
  }

  public LearningRate {
    milestones = List.copyOf(milestones);
  }

  /** Cosine to 0, constant within an epoch. */
  public static LearningRate cosine(double peak, int warmupEpochs) {
    return new LearningRate(peak, Schedule.COSINE, 0, List.of(), 0.1, warmupEpochs, false);
  }

  /**
   * @param epoch 0-based of {@code epochs}
   * @param step 0-based of the epoch's {@code steps}
   */
  double at(int epoch, int epochs, int step, int steps) {
    if (epoch < warmupEpochs) {
      return everyStep
          ? peak * (epoch * (double) steps + step + 1) / ((double) warmupEpochs * steps)
          : peak * (epoch + 1) / warmupEpochs;
    }
    return switch (schedule) {
      case CONSTANT -> peak;
      case STEP -> peak * Math.pow(factor, milestones.stream().filter(m -> epoch >= m).count());
      case COSINE -> {
        double done = epoch - warmupEpochs + (everyStep ? (double) step / steps : 0);
        double all = Math.max(1, epochs - warmupEpochs);
        yield last + (peak - last) * (1 + Math.cos(Math.PI * done / all)) / 2;
      }
    };
  }

  /**
   * The schedule for another number of epochs: warm-up and milestones keep their share of the
   * whole.
   */
  LearningRate scaled(int epochs, int newEpochs) {
    return new LearningRate(
        peak,
        schedule,
        last,
        milestones.stream().map(m -> share(m, epochs, newEpochs)).toList(),
        factor,
        share(warmupEpochs, epochs, newEpochs),
        everyStep);
  }

  private static int share(int part, int epochs, int newEpochs) {
    return (int) Math.rint((double) part * newEpochs / epochs);
  }

  /** Of a short training that is to say how its peak does: a whole cosine by step, no warm-up. */
  LearningRate wholeCosine() {
    return new LearningRate(peak, Schedule.COSINE, last, List.of(), factor, 0, true);
  }

  LearningRate withPeak(double newPeak) {
    return new LearningRate(newPeak, schedule, last, milestones, factor, warmupEpochs, everyStep);
  }
}
