package dev.twobit.search;

import dev.twobit.io.Suggestion;
import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.ConvolutionRoles.Role;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.training.ParameterGroups;
import dev.twobit.training.Sgd;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Every decision of a search, by key; {@link #toYaml} describes them. What the paper leaves open is
 * decided in search/docs/methods.md#decisions.
 *
 * @param values the canonical text of every key of {@link SettingKeys}, in its order
 */
public record SearchSettings(Map<String, String> values) {
  /** Presets that come with twobit, in the order they are listed. */
  public static final List<String> PRESETS = List.of("smoke", "small", "paper", "imagenet");

  /** Keys that no search depends on: what came before it, and what comes after. */
  public static final Set<String> NOT_OF_THE_SEARCH = Set.of("preset", "training-epochs");

  /** Candidates a search of the paper's grids starts with, which its T is about. */
  private static final int INITIAL_CANDIDATES = 8;

  public SearchSettings {
    Map<String, String> checked = new LinkedHashMap<>();
    for (SettingKey key : SettingKeys.ALL) {
      String value = values.get(key.name());
      if (value == null) {
        throw new InvalidInputException("settings: found no key '" + key.name() + "', expected it");
      }
      checked.put(key.name(), key.checked(value));
    }
    values.keySet().forEach(SearchSettings::key);
    values = Collections.unmodifiableMap(checked);
  }

  /** Throws a one-line error for a name that is not of {@link #PRESETS}. */
  public static SearchSettings preset(String name) {
    if (!PRESETS.contains(name)) {
      throw new InvalidInputException(
          "preset '"
              + name
              + "' is not known; expected "
              + String.join(", ", PRESETS)
              + Suggestion.nearest(name, PRESETS));
    }
    return SettingsFile.preset(name);
  }

  /** A YAML file: a {@code preset} (else {@code small}) and the keys that differ from it. */
  public static SearchSettings read(Path file) {
    return SettingsFile.read(file);
  }

  /**
   * These settings but for one key; {@code preset} sets all of them. Throws a one-line error naming
   * the key, what was found and what was expected.
   */
  public SearchSettings with(String key, String value) {
    SettingKey known = key(key);
    if (key.equals("preset")) {
      return preset(value);
    }
    Map<String, String> changed = new LinkedHashMap<>(values);
    changed.put(key, known.checked(value));
    return new SearchSettings(changed);
  }

  /** All keys; {@link #with} over its entries gives these settings back. */
  public Map<String, String> toMap() {
    return values;
  }

  /** All keys with what they decide, as {@link #read} takes it. */
  public String toYaml() {
    return SettingsFile.write(this);
  }

  private static SettingKey key(String name) {
    return SettingKeys.ALL.stream()
        .filter(k -> k.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "key '"
                        + name
                        + "' is not known; expected a key of a search"
                        + Suggestion.nearest(name, SettingKeys.names())));
  }

  private String value(String key) {
    String value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException("no key " + key);
    }
    return value;
  }

  private double number(String key) {
    return Double.parseDouble(value(key));
  }

  private int whole(String key) {
    return Integer.parseInt(value(key));
  }

  private boolean flag(String key) {
    return Boolean.parseBoolean(value(key));
  }

  /** Name of the preset that the keys started from. */
  public String preset() {
    return value("preset");
  }

  public CandidateGrid grid() {
    return CandidateGrid.named(value("grid"));
  }

  public Coupling coupling() {
    return Coupling.valueOf(value("coupling").toUpperCase(Locale.ROOT));
  }

  public boolean stemSearched() {
    return value("stem").equals("searched");
  }

  /** What a network's search starts with. */
  public SearchSpace space(Network network) {
    SearchSpace space = SearchSpace.of(network, grid(), coupling());
    if (!stemSearched()) {
      Map<String, Role> roles = ConvolutionRoles.of(network);
      for (SearchUnit unit : List.copyOf(space.units().values())) {
        if (unit.members().stream().anyMatch(m -> roles.get(m) == Role.FIRST)) {
          space = space.withCandidates(unit.name(), List.of(unit.nominal()));
        }
      }
    }
    return space;
  }

  ArchitectureParameters.Adam adam() {
    return new ArchitectureParameters.Adam(
        number("architecture-rate"),
        number("architecture-decay"),
        number("architecture-beta1"),
        number("architecture-beta2"));
  }

  ParameterGroups groups() {
    return ParameterGroups.uniform(number("weight-decay"), number("alpha-decay"));
  }

  /** SGD by these settings, before its first step. */
  Sgd sgd() {
    return new Sgd(number("momentum"), flag("nesterov"), groups());
  }

  public int warmupEpochs() {
    return whole("warmup-epochs");
  }

  public int searchEpochs() {
    return whole("search-epochs");
  }

  /** Epochs that the found network is trained; not part of the search. */
  public int trainingEpochs() {
    return whole("training-epochs");
  }

  public int batchSize() {
    return whole("batch-size");
  }

  /** 0: all. */
  public int imagesPerClass() {
    return whole("images-per-class");
  }

  public long splitSeed() {
    return whole("split-seed");
  }

  /** Pixels. */
  public int cropPad() {
    return whole("crop-pad");
  }

  public boolean augmentArchitecture() {
    return flag("augment-architecture");
  }

  public double learningRate() {
    return number("learning-rate");
  }

  public double warmupLearningRate() {
    return number("warmup-learning-rate");
  }

  public int rateWarmupEpochs() {
    return whole("rate-warmup-epochs");
  }

  /** PACT's alpha by least squared error on the first batch, else 8. */
  public boolean alphaFromData() {
    return flag("alpha-from-data");
  }

  public boolean startsUniform() {
    return value("architecture-start").equals("uniform");
  }

  public double architectureRate() {
    return number("architecture-rate");
  }

  public TemperatureSchedule temperature() {
    return TemperatureSchedule.parse(value("temperature")).orElseThrow();
  }

  /** T for eight candidates. */
  public double threshold() {
    return number("threshold");
  }

  /**
   * T of a unit: with fewer than eight candidates, the probability that the lead over the others
   * gives which eight candidates need for T; a uniform start must not pass it.
   */
  public double threshold(int candidates) {
    double t = threshold();
    int fewer = Math.min(candidates, INITIAL_CANDIDATES) - 1;
    return t >= 1 ? 1 : t / (t + fewer * (1 - t) / (INITIAL_CANDIDATES - 1));
  }

  /** Whether layers may get wider candidates at all. */
  public boolean expands() {
    return grid().expands() && threshold() < 1 && freezeExpansionShare() < 1;
  }

  /** Lead of one logit over seven equal ones at which its probability is T. */
  public double leadToExpand() {
    return Math.log((INITIAL_CANDIDATES - 1) * threshold() / (1 - threshold()));
  }

  public boolean checksEveryStep() {
    return value("check").equals("step");
  }

  public double freezeExpansionShare() {
    return number("freeze-expansion-share");
  }

  public int maxCandidates() {
    return whole("max-candidates");
  }

  /** Lambda. */
  public double costWeight() {
    return number("cost-weight");
  }

  /** What the percentages of a budget's band are of. */
  public BandBase bandBase() {
    return BandBase.named(value("band-base"));
  }

  public Expectation expectation() {
    return Expectation.named(value("expectation"));
  }

  public Sampler sampler() {
    return Sampler.named(value("sampler"));
  }

  public Growth growth() {
    return Growth.named(value("growth"));
  }

  public FinalGenotype finalGenotype() {
    return FinalGenotype.named(value("final-genotype"));
  }
}
