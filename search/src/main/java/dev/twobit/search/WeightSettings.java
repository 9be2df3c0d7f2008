package dev.twobit.search;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.twobit.training.ParameterGroups;
import dev.twobit.training.Sgd;

/**
 * How a search moves weights.
 *
 * @param learningRate start of the search's cosine to 0
 * @param warmupLearningRate start of the warm-up's own cosine to 0
 * @param rateWarmupEpochs search epochs in which the rate rises first
 * @param momentum of SGD
 * @param nesterov Nesterov's momentum, else plain
 * @param weightDecay L2 of weights, biases, batch normalization
 * @param alphaDecay L2 of learned quantizer parameters
 * @param alphaFromData PACT's alpha by least squared error on the first batch, else 8
 */
@JsonNaming(KebabCaseStrategy.class)
public record WeightSettings(
    double learningRate,
    double warmupLearningRate,
    int rateWarmupEpochs,
    double momentum,
    boolean nesterov,
    double weightDecay,
    double alphaDecay,
    boolean alphaFromData) {

  /** Without momentum yet. */
  Sgd sgd() {
    return new Sgd(momentum, nesterov, ParameterGroups.uniform(weightDecay, alphaDecay));
  }
}
