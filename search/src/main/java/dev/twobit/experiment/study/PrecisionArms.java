package dev.twobit.experiment.study;

import dev.twobit.experiment.run.SearchTrials;
import dev.twobit.experiment.trial.SearchPlan;
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
    EvidenceArms.ORIGINAL, "halving", "edmips", "hawq", FOUR, EIGHT
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
  private final Map<Core, SearchTrials> trials = new HashMap<>();
  private final List<Arm> arms = new ArrayList<>();

  PrecisionArms(ArmFactory factory) {
    this.factory = factory;
    this.settings = SearchMethodRegistry.settings("halving", factory.settings());
    this.seeds = ArmFactory.upTo(factory.request().size().seeds().orElse(SEEDS));
  }

  /** Of every limit of a list, in its order; the original is the first of each. */
  List<Arm> all() {
    List<String> asked = factory.request().searches().methods();
    List<String> methods = asked.isEmpty() ? List.of(USUAL) : asked;
    SearchPlan plan =
        SearchPlan.of(EvidenceArms.ORIGINAL, settings, factory.budgets(StudyBudgets.WHOLE));
    for (SearchPlan alternative : plan.alternatives()) {
      List<String> limits = alternative.budgets();
      limits.forEach(PrecisionArms::requireShare);
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

  private void addNarrowed(String method, Core core, List<String> limits) {
    List<String> absolute = limits.stream().map(this::absolute).toList();
    add(method, SearchPlan.of(NARROWED, settings, absolute), core, 1);
  }

  private void add(String group, SearchPlan plan, Core core, int searches) {
    SearchTrials made =
        trials.computeIfAbsent(
            core, c -> factory.searchTrials(original(plan.budgets()), c.bits(), c.hardware()));
    for (int i = 1; i <= searches; i++) {
      arms.add(
          new Arm(
              group,
              searches == 1 ? group : group + " " + i,
              made.search(plan, i),
              seeds.stream().map(seed -> made.training(Structure.ORIGINAL, seed)).toList()));
    }
  }

  private SearchPlan original(List<String> limits) {
    return SearchPlan.of(EvidenceArms.ORIGINAL, settings, limits);
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
