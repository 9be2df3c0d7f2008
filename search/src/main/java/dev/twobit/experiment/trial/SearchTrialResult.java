package dev.twobit.experiment.trial;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.twobit.search.SearchEpoch;
import dev.twobit.search.Verdict;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The network a method found.
 *
 * @param original output channels of every convolution of the model, in network order
 * @param widths the same convolutions of the found network
 * @param costs by {@code flops}, {@code params}, {@code latency}, ...: of the whole network,
 *     counted and simulated
 * @param originalCosts of the model likewise
 * @param account what else the method tells of itself
 * @param search how it came to be, for methods that search by gradient
 * @param epochs of warm-up and search
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
public record SearchTrialResult(
    Map<String, Integer> original,
    Map<String, Integer> widths,
    Map<String, Double> costs,
    Map<String, Double> originalCosts,
    Account account,
    Optional<GradientSearch> search,
    List<SearchEpoch> epochs,
    double seconds)
    implements TrialResult {
  public SearchTrialResult {
    original = Collections.unmodifiableMap(new LinkedHashMap<>(original));
    widths = Collections.unmodifiableMap(new LinkedHashMap<>(widths));
    costs = Collections.unmodifiableMap(new LinkedHashMap<>(costs));
    originalCosts = Collections.unmodifiableMap(new LinkedHashMap<>(originalCosts));
    epochs = List.copyOf(epochs);
  }

  /**
   * What a method tells of itself.
   *
   * @param figures by name
   * @param verdict of a method that compares with the original
   * @param bitsOf rules of the layers that have other bits than were asked for; empty for methods
   *     that choose none
   */
  public record Account(
      Map<String, Double> figures,
      Optional<Verdict> verdict,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> bitsOf) {
    public Account {
      figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
      bitsOf = List.copyOf(bitsOf);
    }
  }

  /** The same with costs of kinds that it has not. */
  public SearchTrialResult withMissing(PresentCosts.Present present) {
    Map<String, Double> all = new LinkedHashMap<>(costs);
    present.found().forEach(all::putIfAbsent);
    Map<String, Double> originals = new LinkedHashMap<>(originalCosts);
    present.original().forEach(originals::putIfAbsent);
    return new SearchTrialResult(
        original, widths, all, originals, account, search, epochs, seconds);
  }

  /** What the method tells of itself, by name. */
  public Map<String, Double> figures() {
    return account.figures;
  }

  /** How the method compared with the original, if it did. */
  public Optional<Verdict> verdict() {
    return account.verdict;
  }

  /** Of the found network's residual path; empty where they were not searched. */
  public Optional<Integer> residualBits() {
    return verdict().flatMap(Verdict::residualBits);
  }

  /** Rules of the layers that have other bits than were asked for. */
  public List<String> bitsOf() {
    return account.bitsOf;
  }

  /**
   * What the found network is computed with.
   *
   * @param asked of the search
   */
  public Arithmetic arithmetic(Arithmetic asked) {
    return residualBits().map(asked::withResidualBits).orElse(asked).withMore(bitsOf());
  }

  /** In the order they were made; none where nothing is expanded. */
  public List<SearchEpoch.Expansion> expansions() {
    return search.map(GradientSearch::expansions).orElse(List.of());
  }

  /** Throws for a kind that is none. */
  public double cost(String kind) {
    Double value = costs.get(kind);
    if (value == null) {
      throw new IllegalArgumentException("no cost " + kind + " in " + costs.keySet());
    }
    return value;
  }

  /** As a share of the original's. */
  public double relative(String kind) {
    return cost(kind) / originalCosts.getOrDefault(kind, Double.NaN);
  }

  @Override
  public String outcome() {
    return String.format(
        Locale.ROOT,
        "MACs %.3f, latency %.3f of the original's, %d expansions",
        relative("flops"),
        relative("latency"),
        expansions().size());
  }
}
