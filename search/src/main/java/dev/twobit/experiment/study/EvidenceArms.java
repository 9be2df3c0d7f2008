package dev.twobit.experiment.study;

import dev.twobit.experiment.run.SearchTrials;
import dev.twobit.experiment.trial.SearchPlan;
import dev.twobit.experiment.trial.Structure;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.baseline.SearchMethodRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The arms of one network under each of its budgets. */
final class EvidenceArms {
  static final String ORIGINAL = "original";

  /** NCE as the paper has it: its coupling, its costs, its grid, and nothing filled. */
  static final String NCE_PAPER = "nce-paper";

  /** NCE on plateaus, with one width for all that an Add joins, filled. */
  static final String NCE_FILLED = "nce-filled";

  private static final String RANDOM_MAXIMAL = "random-maximal";
  private static final String[] USUAL = {
    ORIGINAL,
    SearchMethodRegistry.UNIFORM,
    "most-macs-params",
    NCE_PAPER,
    NCE_FILLED,
    RANDOM_MAXIMAL,
    "halving"
  };

  private static final int SEEDS = 5;
  private static final int SEARCHES = 3;
  private static final int RANDOM_NETWORKS = 5;

  /** Where controls must have the coupling of the method that they control. */
  private static final String CONTROLLED = "halving";

  /** What is the size of the study, and what all of its networks have in common. */
  private static final List<String> OF_THE_STUDY =
      List.of(
          "warmup-epochs",
          "search-epochs",
          "training-epochs",
          "recipe",
          "imported-recipe",
          "init",
          "new-channels",
          "batch-size",
          "images-per-class",
          "held-out",
          "learning-rate",
          "warmup-learning-rate",
          "rate-warmup-epochs",
          "alpha-from-data",
          "architecture-rate");

  private final ArmFactory factory;
  private final SearchSettings settings;
  private final List<Long> seeds;
  private final List<Arm> arms = new ArrayList<>();

  EvidenceArms(ArmFactory factory) {
    this.factory = factory;
    this.settings = SearchMethodRegistry.settings(CONTROLLED, factory.settings());
    this.seeds = ArmFactory.upTo(factory.request().size().seeds().orElse(SEEDS));
  }

  /** Of every budget of a list, in its order. */
  List<Arm> all() {
    SearchPlan plan = SearchPlan.of(ORIGINAL, settings, factory.budgets(StudyBudgets.LATENCY));
    List<SearchPlan> alternatives = plan.alternatives();
    SearchTrials trials = factory.searchTrials(alternatives.get(0));
    for (SearchPlan alternative : alternatives) {
      add(ORIGINAL, trials, alternative.budgets());
      factory.methods(USUAL).stream()
          .filter(m -> !m.equals(ORIGINAL))
          .forEach(m -> add(m, trials, alternative.budgets()));
    }
    return arms;
  }

  private void add(String method, SearchTrials trials, List<String> budgets) {
    SearchPlan plan = plan(method, settings, budgets);
    int searches = searches(method);
    for (int i = 0; i < searches; i++) {
      boolean each = method.equals(RANDOM_MAXIMAL);
      List<Long> own = each ? List.of(seeds.get(i % seeds.size())) : seeds;
      arms.add(
          new Arm(
              method,
              searches == 1 ? method : method + " " + (i + 1),
              trials.search(plan, i + 1L),
              own.stream().map(seed -> trials.training(Structure.ORIGINAL, seed)).toList()));
    }
  }

  /** Searches end otherwise with another seed where they train or draw. */
  private int searches(String method) {
    if (method.equals(RANDOM_MAXIMAL)) {
      return factory.request().size().structures().orElse(RANDOM_NETWORKS);
    }
    return SearchMethodRegistry.comparesTrained(plain(method))
        ? factory.request().size().searches().orElse(SEARCHES)
        : 1;
  }

  /** How a method of this study searches. */
  static SearchPlan plan(String method, SearchSettings settings, List<String> budgets) {
    return switch (method) {
      case NCE_PAPER -> SearchPlan.of("nce", papers(settings), budgets);
      case NCE_FILLED ->
          SearchPlan.of(
              "nce",
              settings.with(Map.of("coupling", "tied", "grid", "plateau", "fill", "true")),
              budgets);
      default -> SearchPlan.of(method, settings, budgets);
    };
  }

  /** Its name in the registry of methods. */
  static String plain(String method) {
    return method.equals(NCE_PAPER) || method.equals(NCE_FILLED) ? "nce" : method;
  }

  private static SearchSettings papers(SearchSettings settings) {
    Map<String, String> ours = settings.toMap();
    Map<String, String> changes = new LinkedHashMap<>();
    OF_THE_STUDY.forEach(key -> changes.put(key, ours.getOrDefault(key, "")));
    return SearchSettings.preset("paper").with(changes);
  }
}
