package dev.twobit.experiment.results.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One training of one network, or a network that was not trained.
 *
 * @param search key of the trial that found the network; {@code training} of the one that trained
 *     it, empty if none
 * @param costs of the whole network; {@code relative} to the original's
 * @param widths of every convolution
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
public record StudyRow(
    String group,
    String label,
    String model,
    String method,
    List<String> budgets,
    String search,
    String training,
    long searchSeed,
    OptionalLong trainingSeed,
    OptionalDouble top1Percent,
    OptionalDouble top5Percent,
    OptionalDouble bestTop1Percent,
    Map<String, Double> costs,
    Map<String, Double> relative,
    int expansions,
    Map<String, Integer> widths) {
  public StudyRow {
    budgets = List.copyOf(budgets);
    costs = Collections.unmodifiableMap(new LinkedHashMap<>(costs));
    relative = Collections.unmodifiableMap(new LinkedHashMap<>(relative));
    widths = Collections.unmodifiableMap(new LinkedHashMap<>(widths));
  }
}
