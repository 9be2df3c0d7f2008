package dev.twobit.trace;

import dev.twobit.network.InvalidInputException;
import dev.twobit.simulator.LayerSimulation;
import dev.twobit.simulator.NetworkSimulation;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Which layers of a network are looked into. */
public sealed interface LayerSelection {
  /** Indices in execution order. */
  Set<Integer> of(NetworkSimulation simulation);

  /** The first so many. */
  record First(int count) implements LayerSelection {
    @Override
    public Set<Integer> of(NetworkSimulation simulation) {
      return set(IntStream.range(0, Math.min(count, simulation.layers().size())));
    }
  }

  /** The layers of most clocks, the first among equals. */
  record Slowest(int count) implements LayerSelection {
    @Override
    public Set<Integer> of(NetworkSimulation simulation) {
      List<LayerSimulation> layers = simulation.layers();
      return set(
          IntStream.range(0, layers.size())
              .boxed()
              .sorted(Comparator.comparingLong(i -> -layers.get(i).latencyCycles()))
              .limit(count)
              .mapToInt(Integer::intValue));
    }
  }

  /** The layers of these names. */
  record Named(List<String> names) implements LayerSelection {
    public Named {
      names = List.copyOf(names);
    }

    @Override
    public Set<Integer> of(NetworkSimulation simulation) {
      Set<Integer> chosen = new TreeSet<>();
      for (String name : names) {
        int before = chosen.size();
        for (int i = 0; i < simulation.layers().size(); i++) {
          if (simulation.layers().get(i).workload().name().equals(name)) {
            chosen.add(i);
          }
        }
        if (chosen.size() == before) {
          throw new InvalidInputException(
              "--trace-layers: found '%s', expected a layer of %s such as '%s'"
                  .formatted(
                      name,
                      simulation.networkName(),
                      simulation.layers().get(0).workload().name()));
        }
      }
      return chosen;
    }
  }

  /**
   * {@code N} for the first N, {@code slowest:N}, {@code all}, or names with commas between.
   *
   * @throws InvalidInputException if it is none of these
   */
  static LayerSelection parse(String text) {
    if (text.equals("all")) {
      return new First(Integer.MAX_VALUE);
    }
    if (text.startsWith("slowest:")) {
      return new Slowest(count(text.substring("slowest:".length()), text));
    }
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return new First(count(text, text));
    }
    List<String> names = List.of(text.split(",", -1)).stream().map(String::strip).toList();
    if (names.contains("")) {
      throw invalid(text);
    }
    return new Named(names.stream().distinct().toList());
  }

  private static int count(String digits, String text) {
    try {
      int count = Integer.parseInt(digits);
      if (count > 0) {
        return count;
      }
    } catch (NumberFormatException e) {
      throw invalid(text);
    }
    throw invalid(text);
  }

  private static InvalidInputException invalid(String text) {
    return new InvalidInputException(
        "--trace-layers: found '"
            + text
            + "', expected a positive number, slowest:N, all, or names of layers with commas between");
  }

  private static Set<Integer> set(IntStream indices) {
    Set<Integer> chosen = new TreeSet<>();
    indices.forEach(chosen::add);
    return chosen;
  }
}
