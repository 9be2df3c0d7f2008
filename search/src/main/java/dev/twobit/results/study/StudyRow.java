package dev.twobit.results.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One training of one network, or a network that was not trained.
 *
 * @param group and {@code label} of the network's arm
 * @param on what it is computed with
 * @param training empty if it was not trained
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
public record StudyRow(
    String group, String label, String model, Core on, Found found, Optional<Training> training) {

  /**
   * What a network is computed with.
   *
   * @param hardware name or file
   * @param bits of inner layers, then rules of layers that have others: {@code 2 conv1=4}
   */
  public record Core(String hardware, String bits) {}

  /**
   * The network.
   *
   * @param trial key of the trial that found it
   * @param costs of the whole network; {@code relative} to the original's
   * @param widths of every convolution
   */
  public record Found(
      String trial,
      String method,
      List<String> budgets,
      long seed,
      Map<String, Double> costs,
      Map<String, Double> relative,
      int expansions,
      Map<String, Integer> widths) {
    public Found {
      budgets = List.copyOf(budgets);
      costs = Collections.unmodifiableMap(new LinkedHashMap<>(costs));
      relative = Collections.unmodifiableMap(new LinkedHashMap<>(relative));
      widths = Collections.unmodifiableMap(new LinkedHashMap<>(widths));
    }
  }

  /**
   * How well it learned.
   *
   * @param trial key of the trial that trained it
   * @param top1Percent on the test images, 0..100
   * @param deployedTop1Percent of the integers likewise; empty where it was not deployed
   */
  public record Training(
      String trial,
      long seed,
      double top1Percent,
      OptionalDouble deployedTop1Percent,
      double top5Percent,
      double bestTop1Percent) {}
}
