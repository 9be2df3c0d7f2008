package dev.twobit.search;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.KebabCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * How a slimmable super-net is trained and searched (search/docs/methods.md#slimmable).
 *
 * @param slimmableEpochs of the super-net's training
 * @param slimmableRate its peak learning rate as a multiple of the recipe's
 * @param slimmableDraws networks drawn in every step beside the widest and the narrowest
 * @param scoredNetworks maximal networks that are scored; of more, evolution finds the others
 * @param shortNetworks best scored ones that are trained briefly
 * @param shortEpochs of these trainings
 */
@JsonNaming(KebabCaseStrategy.class)
public record SlimmableSettings(
    int slimmableEpochs,
    double slimmableRate,
    int slimmableDraws,
    int scoredNetworks,
    int shortNetworks,
    int shortEpochs) {}
