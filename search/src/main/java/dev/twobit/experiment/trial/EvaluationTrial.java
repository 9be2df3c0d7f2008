package dev.twobit.experiment.trial;

import java.io.IOException;

/**
 * The weights in a file are tested as they are.
 *
 * @param threads of ONNX Runtime
 */
public record EvaluationTrial(int format, Subject subject, int threads) implements Trial {
  @Override
  public <R> R fold(Cases<R> cases) throws IOException {
    return cases.evaluation(this);
  }

  @Override
  public String title() {
    return "evaluate the imported weights";
  }
}
