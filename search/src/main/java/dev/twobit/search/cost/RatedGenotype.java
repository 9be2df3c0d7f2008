package dev.twobit.search.cost;

import java.util.Map;

/**
 * A genotype and how good it is.
 *
 * @param excess sum of what is above each budget as a share of it; 0 if all are met
 * @param shortfall sum of what is below each band as a share of its lower end
 * @param preference sum of the logits of its choices
 */
record RatedGenotype(
    Map<String, Integer> widths, double excess, double shortfall, double preference) {}
