package dev.twobit.experiment.trial;

import dev.twobit.training.CodeShares;
import dev.twobit.training.TrainableNetwork;
import java.util.List;
import java.util.Optional;

/**
 * How a quantized network uses its codes, before its first step and after its last.
 *
 * @param end layers in the order of the start's
 */
public record CodeUse(Start start, List<CodeShares> end) {
  public CodeUse {
    end = List.copyOf(end);
  }

  /**
   * Before the first step: ranges of activations and statistics of batch normalization are measured
   * on training images.
   *
   * @param top1Percent on the test images, 0..100
   * @param warning what of it makes a bad start of trained weights; empty: nothing
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
  public record Start(double top1Percent, Optional<String> warning, List<CodeShares> layers) {
    public Start {
      layers = List.copyOf(layers);
    }
  }

  /**
   * @param trained as it was evaluated
   */
  static CodeUse of(Start start, TrainableNetwork trained, PreparedData images) {
    return new CodeUse(start, CodeShares.of(trained, images.train(), images.normalization()));
  }
}
