package dev.twobit.search;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * How long a search takes, and the training of the networks that are compared.
 *
 * @param warmupEpochs weights only
 * @param searchEpochs weights and preferences
 * @param trainingEpochs of that training; not part of the search
 * @param recipe of that training where it begins with fresh weights, a name or a file
 * @param importedRecipe of that training where it begins with the file's weights
 * @param init what it begins with
 */
@JsonNaming(KebabCaseStrategy.class)
public record EpochSettings(
    int warmupEpochs,
    int searchEpochs,
    int trainingEpochs,
    String recipe,
    String importedRecipe,
    InitialWeights init) {}
