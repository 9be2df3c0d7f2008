package dev.twobit.experiment.study;

import dev.twobit.experiment.run.SearchTrials;
import dev.twobit.experiment.trial.SearchPlan;
import dev.twobit.experiment.trial.SearchTrial;
import dev.twobit.experiment.trial.Structure;
import dev.twobit.network.CostKind;
import dev.twobit.network.InvalidInputException;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.baseline.SearchMethodRegistry;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The arms of one network under each of its limits, which are shares of what the original costs at
 * two bits. Arms at other uniform bits have the same limits in units, for their own original costs
 * another sum.
 */
final class PrecisionArms {
  /** Four bits on the same array. */
  static final String FOUR = "w4a4";

  /** Eight bits on the array that the accelerator is equal to in silicon. */
  static final String EIGHT = "w8a8";

  private static final String[] USUAL = {
    EvidenceArms.ORIGINAL, "halving", "edmips", "hawq", "joint", FOUR, EIGHT
  };
  private static final String NARROWED = "most-macs-params";
  private static final int BITS = 2;
  private static final int SEEDS = 5;
  private static final int SEARCHES = 3;
  private static final Pattern SHARE =
      Pattern.compile("(latency|whole|energy)=([0-9]*\\.?[0-9]+)x");

  /** Of an absolute limit, rounded down, in the unit of its kind. */
  private static final int DIGITS = 6;

  /**
   * What an arm is computed with.
   *
   * @param bits of inner layers, weights and activations
   * @param hardware name or file
   */
  private record Core(int bits, String hardware) {}

  private final ArmFactory factory;
  private final SearchSettings settings;
  private final List<Long> seeds;
  private final List<SearchPlan> alternatives;
  private final SearchTrials usual;
  private final Map<Core, SearchTrials> trials = new HashMap<>();
  private final List<Arm> arms = new ArrayList<>();

  PrecisionArms(ArmFactory factory) {
    this.factory = factory;
    this.settings = SearchMethodRegistry.settings("halving", factory.settings());
    this.seeds = ArmFactory.upTo(factory.request().size().seeds().orElse(SEEDS));
    this.alternatives =
        SearchPlan.of(EvidenceArms.ORIGINAL, settings, factory.budgets(StudyBudgets.WHOLE))
            .alternatives();
    alternatives.forEach(plan -> plan.budgets().forEach(PrecisionArms::requireShare));
    this.usual = factory.searchTrials(alternatives.get(0));
  }

  /** Of every limit of a list, in its order; the original is the first of each. */
  List<Arm> all() {
    List<String> asked = factory.request().searches().methods();
    List<String> methods = asked.isEmpty() ? List.of(USUAL) : asked;
    for (SearchPlan alternative : alternatives) {
      List<String> limits = alternative.budgets();
      add(EvidenceArms.ORIGINAL, limits);
      methods.stream()
          .filter(m -> !m.equals(EvidenceArms.ORIGINAL))
          .distinct()
          .forEach(m -> add(m, limits));
    }
    return arms;
  }

  private Core ours() {
    return new Core(BITS, factory.request().inputs().hardware());
  }

  private void add(String method, List<String> limits) {
    switch (method) {
      case FOUR -> addNarrowed(method, new Core(4, factory.request().inputs().hardware()), limits);
      case EIGHT -> addNarrowed(method, new Core(8, sibling()), limits);
      default -> add(method, EvidenceArms.plan(method, settings, limits), ours(), searches(method));
    }
  }

  /** By the plateaus of the array, or where these are too wide evenly. */
  private void addNarrowed(String arm, Core core, List<String> limits) {
    List<String> absolute = limits.stream().map(this::absolute).toList();
    SearchPlan plateaus = SearchPlan.of(NARROWED, settings, absolute);
    SearchPlan evenly = SearchPlan.of(SearchMethodRegistry.UNIFORM, settings, absolute);
    boolean fits = factory.isReachable(trials(core).search(plateaus, 1));
    if (!fits) {
      requireWithin(arm, trials(core).search(evenly, 1));
    }
    add(arm, fits ? plateaus : evenly, core, 1);
  }

  private void requireWithin(String arm, SearchTrial trial) {
    if (!factory.isReachable(trial)) {
      throw new InvalidInputException(
          ("arm %s: found no widths within %s on %s, expected a larger --budget, or --methods"
                  + " without it")
              .formatted(arm, trial.search().budgets(), trial.hardware().where()));
    }
  }

  private SearchTrials trials(Core core) {
    return core.equals(ours())
        ? usual
        : trials.computeIfAbsent(core, c -> usual.on(c.bits(), c.hardware()));
  }

  private void add(String group, SearchPlan plan, Core core, int searches) {
    SearchTrials made = trials(core);
    for (int i = 1; i <= searches; i++) {
      arms.add(
          new Arm(
              group,
              searches == 1 ? group : group + " " + i,
              made.search(plan, i),
              seeds.stream().map(seed -> made.training(Structure.ORIGINAL, seed)).toList()));
    }
  }

  /** Searches end otherwise with another seed where they train networks to compare them. */
  private int searches(String method) {
    return SearchMethodRegistry.comparesTrained(EvidenceArms.plain(method))
        ? factory.request().size().searches().orElse(SEARCHES)
        : 1;
  }

  private String sibling() {
    return factory
        .accelerator()
        .area()
        .sibling()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "--hardware: found "
                        + factory.request().inputs().hardware()
                        + " without area.equalSiliconAs, expected one that names an array of 8 bits"
                        + " for arm "
                        + EIGHT
                        + "; or --methods without it"));
  }

  /** A share of the original's cost at two bits in the unit of the kind, no more than that. */
  private String absolute(String share) {
    Matcher given = requireShare(share);
    CostKind kind = CostKind.named(given.group(1));
    double cost = factory.costs(BITS).original().of(kind) * Double.parseDouble(given.group(2));
    boolean clocks = kind != CostKind.ENERGY;
    double value = clocks ? cost / factory.accelerator().clockMegahertz() : cost;
    return kind.label()
        + "="
        + BigDecimal.valueOf(value).setScale(DIGITS, RoundingMode.DOWN).toPlainString()
        + (clocks ? "us" : "pJ");
  }

  private static Matcher requireShare(String limit) {
    Matcher share = SHARE.matcher(limit);
    if (!share.matches()) {
      throw new InvalidInputException(
          "--budget: found '"
              + limit
              + "', expected whole=, latency= or energy= and a share of what the original costs at"
              + " two bits, such as whole=1.0x: arms of other bits and arrays have the same limit");
    }
    return share;
  }
}
