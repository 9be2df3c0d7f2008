package dev.twobit.search;

import dev.twobit.network.Network;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.settings.Document;
import dev.twobit.settings.SettingsCatalog;
import dev.twobit.settings.SettingsReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every decision of a search. As text it is one flat list of keys, which {@code search/schema.json}
 * among the resources describes: in YAML, in {@code --set} and in {@link #toMap}.
 *
 * @param preset name of the preset that the others started from
 */
public record SearchSettings(
    String preset,
    SpaceSettings space,
    EpochSettings epochs,
    ImageSettings images,
    Gradient gradient,
    BudgetSettings budget,
    Comparison comparison,
    BitChoice choice) {
  /** What methods that choose bits of layers have. */
  public record BitChoice(BitSettings bits, HessianSettings hessian, MixedSettings mixed) {}

  /** What methods that compare trained networks have: the survey, halving, the final. */
  public record Comparison(
      SurveySettings survey,
      HalvingSettings halving,
      FinalSettings last,
      UtilizationSettings utilization,
      SlimmableSettings slimmable) {}

  /** What searches by gradient alone have. */
  public record Gradient(
      WeightSettings weights,
      ArchitectureSettings architecture,
      ExpansionSettings expansion,
      SuperNetSettings superNet,
      EndSettings end) {}

  private static final SettingsReader READER =
      new SettingsReader("search/schema.json", "settings of a search in YAML");
  private static final SettingsCatalog CATALOG = new SettingsCatalog("search", "preset");

  /** Presets that come with twobit, in the order they are listed. */
  public static final List<String> PRESETS = CATALOG.names();

  /**
   * Keys that no search depends on: what came before it, what comes after, and what a task says
   * more exactly.
   */
  public static final Set<String> NOT_OF_THE_SEARCH =
      Set.of("preset", "training-epochs", "recipe", "imported-recipe", "init", "held-out");

  /** What searches had before there were these keys. */
  public static final Map<String, String> OF_OLD =
      Map.ofEntries(
          Map.entry("residual-bits", "given"),
          Map.entry("architecture-share", "0.5"),
          Map.entry("architecture-pairs", "1"),
          Map.entry("threshold-rule", "probability"),
          Map.entry("super-net-start", "fresh"),
          Map.entry("super-net-rate", "0.2"),
          Map.entry("weight-step", "sampled"),
          Map.entry("widest-share", "0"),
          Map.entry("cost-loss", "band"),
          Map.entry("end", "argmax"),
          Map.entry("drawn-networks", "200"),
          Map.entry("projection", "logits"),
          Map.entry("most-final-seeds", "0"),
          Map.entry("field-value", "importance"),
          Map.entry("surveyed-networks", "0"),
          Map.entry("survey-images", "0"),
          Map.entry("rung-score", "held-out"),
          Map.entry("final-share", "0.5"),
          Map.entry("bit-candidates", "2,4,8"),
          Map.entry("hessian-figure", "trace"),
          Map.entry("hessian-of", "weights"),
          Map.entry("hessian-probes", "32"),
          Map.entry("hessian-images", "128"),
          Map.entry("mixed-epochs", "10"),
          Map.entry("preference-rate", "0.01"),
          Map.entry("bit-cost", "latency"),
          Map.entry("bit-cost-weight", "0.5"));

  private static final String PRESET = "preset";
  private static final String BASE = "paper";
  private static final String USUAL = "small";

  /** Throws a one-line error for a name that is not of {@link #PRESETS}. */
  public static SearchSettings preset(String name) {
    return parsed(presetDocument(name));
  }

  /** {@code paper.yaml} has every key, the others those that differ. */
  private static Document presetDocument(String name) {
    Document own = READER.parse(name + ".yaml", CATALOG.text(name));
    return name.equals(BASE) ? own : own.over(presetDocument(BASE));
  }

  /** A YAML file: a {@code preset} (else {@code small}) and the keys that differ from it. */
  public static SearchSettings read(Path file) {
    Document given = READER.read(file);
    return parsed(given.over(presetDocument(preset(given))));
  }

  /** The settings whose {@link #toMap} this is; one that was written before there were all keys. */
  public static SearchSettings of(Map<String, String> values) {
    return parsed(READER.of("settings", values).over(READER.of("settings", OF_OLD)));
  }

  private static SearchSettings parsed(Document document) {
    return new SearchSettings(
        preset(document.requireAll()),
        document.as(SpaceSettings.class),
        document.as(EpochSettings.class),
        document.as(ImageSettings.class),
        new Gradient(
            document.as(WeightSettings.class),
            document.as(ArchitectureSettings.class),
            document.as(ExpansionSettings.class),
            document.as(SuperNetSettings.class),
            document.as(EndSettings.class)),
        document.as(BudgetSettings.class),
        new Comparison(
            document.as(SurveySettings.class),
            document.as(HalvingSettings.class),
            document.as(FinalSettings.class),
            document.as(UtilizationSettings.class),
            document.as(SlimmableSettings.class)),
        new BitChoice(
            document.as(BitSettings.class),
            document.as(HessianSettings.class),
            document.as(MixedSettings.class)));
  }

  private static String preset(Document document) {
    String preset = document.texts().getOrDefault(PRESET, USUAL);
    if (!CATALOG.contains(preset)) {
      throw document.problem(
          "/" + PRESET, String.valueOf(CATALOG.unknown(preset, "").getMessage()));
    }
    return preset;
  }

  /**
   * These settings but for one key; {@code preset} sets all of them. Throws a one-line error naming
   * the key, what was found and what was expected.
   */
  public SearchSettings with(String key, String value) {
    return with(Map.of(key, value));
  }

  /** These settings but for some keys, as {@link #with(String, String)}. */
  public SearchSettings with(Map<String, String> changes) {
    Document base =
        changes.containsKey(PRESET)
            ? presetDocument(changes.getOrDefault(PRESET, USUAL))
            : document();
    return parsed(READER.of("", changes).over(base));
  }

  /** All keys; {@link #of} gives these settings back. */
  public Map<String, String> toMap() {
    return document().texts();
  }

  /** All keys with what they decide, as {@link #read} takes it. */
  public String toYaml() {
    return READER.described(document());
  }

  private Document document() {
    return READER.of(
        List.of(
            Map.of(PRESET, preset),
            space,
            epochs,
            images,
            gradient.weights,
            gradient.architecture,
            gradient.expansion,
            gradient.superNet,
            budget,
            gradient.end,
            comparison.survey,
            comparison.halving,
            comparison.last,
            comparison.utilization,
            comparison.slimmable,
            choice.bits,
            choice.hessian,
            choice.mixed));
  }

  public WeightSettings weights() {
    return gradient.weights;
  }

  public ArchitectureSettings architecture() {
    return gradient.architecture;
  }

  public ExpansionSettings expansion() {
    return gradient.expansion;
  }

  public SuperNetSettings superNet() {
    return gradient.superNet;
  }

  public EndSettings end() {
    return gradient.end;
  }

  /** Of networks before halving trains any. */
  public SurveySettings survey() {
    return comparison.survey;
  }

  public HalvingSettings halving() {
    return comparison.halving;
  }

  /** Of the final. */
  public FinalSettings last() {
    return comparison.last;
  }

  public UtilizationSettings utilization() {
    return comparison.utilization;
  }

  public SlimmableSettings slimmable() {
    return comparison.slimmable;
  }

  public BitSettings bits() {
    return choice.bits;
  }

  public HessianSettings hessian() {
    return choice.hessian;
  }

  public MixedSettings mixed() {
    return choice.mixed;
  }

  /** What a network's search starts with. */
  public SearchSpace space(Network network) {
    return space.of(network);
  }

  /** Whether layers may get wider candidates at all. */
  public boolean expands() {
    return space.grid().expands()
        && expansion().threshold() < 1
        && expansion().freezeExpansionShare() < 1;
  }
}
