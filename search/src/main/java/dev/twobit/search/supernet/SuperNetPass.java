package dev.twobit.search.supernet;

import java.util.Map;

/**
 * What holds for one pass of the super-net.
 *
 * @param choices by unit
 * @param sample channels that are computed, by unit
 * @param training with statistics of the batch
 * @param initialize parameters of input quantizers start from this pass
 */
record SuperNetPass(
    Map<String, Choice> choices,
    Map<String, Integer> sample,
    boolean training,
    boolean initialize) {}
