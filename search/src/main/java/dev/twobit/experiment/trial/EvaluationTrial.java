package dev.twobit.experiment.trial;

/**
 * The weights in a file are tested as they are.
 *
 * @param threads of ONNX Runtime
 */
public record EvaluationTrial(int format, Subject subject, int threads) implements Trial {
  @Override
  public String title() {
    return "evaluate the imported weights";
  }
}
