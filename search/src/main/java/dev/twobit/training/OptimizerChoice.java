package dev.twobit.training;

/**
 * An optimizer's settings.
 *
 * @param momentum of SGD
 * @param nesterov of SGD
 * @param beta1 of Adam and AdamW
 * @param beta2 of Adam and AdamW
 * @param epsilon of Adam and AdamW
 */
public record OptimizerChoice(
    Kind kind, double momentum, boolean nesterov, double beta1, double beta2, double epsilon) {

  /** Which one. */
  public enum Kind {
    SGD,
    ADAM,
    ADAMW
  }

  public static OptimizerChoice nesterov(double momentum) {
    return new OptimizerChoice(Kind.SGD, momentum, true, 0.9, 0.999, 1e-8);
  }

  Optimizer create(ParameterGroups groups) {
    return kind == Kind.SGD
        ? new Sgd(momentum, nesterov, groups)
        : new Adam(beta1, beta2, epsilon, kind == Kind.ADAMW, groups);
  }
}
