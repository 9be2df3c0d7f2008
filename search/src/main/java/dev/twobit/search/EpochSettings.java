package dev.twobit.search;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * How long a search takes, and the training after it.
 *
 * @param warmupEpochs weights only
 * @param searchEpochs weights and preferences
 * @param trainingEpochs training of the found network; not part of the search
 * @param recipe of that training, a name or a file
 */
@JsonNaming(KebabCaseStrategy.class)
public record EpochSettings(
    int warmupEpochs, int searchEpochs, int trainingEpochs, String recipe) {}
