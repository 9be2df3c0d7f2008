package dev.twobit.search.halving;

import dev.twobit.network.CostKind;
import dev.twobit.network.InvalidInputException;
import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchProgress;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.Verdict;
import dev.twobit.search.frontier.Exchanges;
import dev.twobit.search.frontier.MaximalNetworks;
import dev.twobit.search.frontier.PlateauSpace;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import dev.twobit.tensor.Torch;
import dev.twobit.training.StopRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Maximal networks, inherited weights, successive halving (search/docs/methods.md#halving), and a
 * final that another network leaves as winner only if it is better than the original on images that
 * chose nothing before.
 */
public final class Halving implements SearchMethod {
  /** Its name in options and results. */
  public static final String NAME = "halving";

  private final SearchSettings settings;
  private final StopRequest stop;
  private final SearchMethod uniform;
  private final Judges judges;

  /** What judges the networks of a task. */
  @FunctionalInterface
  interface Judges {
    Judging of(SearchTask task, SearchSpace space, Path checkpoint, SearchProgress progress);

    /** A judge, and what networks are worth before they are judged. */
    record Judging(Judge judge, ToDoubleFunction<Map<String, Integer>> value) {}
  }

  /**
   * @param stop ends it with a {@code TrainingStoppedException}; what was judged is kept
   * @param uniform finds the best uniform scaling within the budgets
   */
  public Halving(SearchSettings settings, StopRequest stop, SearchMethod uniform) {
    this(
        settings,
        stop,
        uniform,
        (task, space, checkpoint, progress) -> {
          var parent = TrainedJudge.parent(task, space);
          return new Judges.Judging(
              TrainedJudge.of(task, space, parent, checkpoint, stop, progress),
              new KeptImportance(task, space, parent));
        });
  }

  Halving(SearchSettings settings, StopRequest stop, SearchMethod uniform, Judges judges) {
    this.settings = settings;
    this.stop = stop;
    this.uniform = uniform;
    this.judges = judges;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void check(SearchTask task) {
    if (task.budgets().isEmpty()) {
      throw new InvalidInputException(
          "--method halving: found no budget, expected one such as --latency-budget 1.0x");
    }
    HeldOut.of(task.heldOut());
    uniform.check(task);
    task.alternatives().forEach(a -> uniform.check(task.at(a)));
  }

  @Override
  public FoundNetwork run(SearchTask task, Path checkpoint, SearchProgress progress)
      throws IOException {
    check(task);
    // Before what is measured for the first training, too: sums depend on how they are divided.
    Torch.useThreads(task.threads());
    List<HalvingField> fields = fields(task, checkpoint, progress);
    Map<Entrant, HalvingField> controls = new LinkedHashMap<>();
    fields.forEach(f -> f.contenders().controls().forEach(c -> controls.put(c, f)));
    Jury jury = new Jury(new KeptScores(judge(fields), checkpoint), stop, progress);
    Contest.Outcome outcome =
        new Contest(settings.halving(), task.start().recipe().epochs(), task.seed())
            .run(
                fields.stream().map(HalvingField::contenders).toList(), overBudget(controls), jury);
    Verdict verdict = Account.verdict(outcome);
    progress.say("halving: " + verdict.reason());
    int maximal = fields.stream().mapToInt(HalvingField::maximal).sum();
    return HalvingField.of(outcome.returned().widths(), fields)
        .found(outcome.returned())
        .with(
            verdict,
            Account.figures(outcome, maximal, jury.epochs() * (double) task.train().size()));
  }

  /** One for the bits of the residual path that are given, or for each that may be chosen. */
  private List<HalvingField> fields(SearchTask task, Path checkpoint, SearchProgress progress)
      throws IOException {
    if (task.alternatives().isEmpty()) {
      return List.of(field(task, Optional.empty(), checkpoint, progress));
    }
    List<HalvingField> fields = new ArrayList<>();
    for (SearchTask.Alternative choice : task.alternatives()) {
      Path own = checkpoint.resolveSibling(checkpoint.getFileName() + "-r" + choice.residualBits());
      fields.add(field(task.at(choice), Optional.of(choice.residualBits()), own, progress));
    }
    return fields;
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // empty: bits are not searched
  private HalvingField field(
      SearchTask task, Optional<Integer> residualBits, Path checkpoint, SearchProgress progress)
      throws IOException {
    SearchSpace space =
        PlateauSpace.of(settings.space(task.network()), task.costs(), task.budgets());
    MaximalNetworks maximal = MaximalNetworks.of(space, task.costs(), task.budgets(), task.seed());
    Judges.Judging judging = judges.of(task, space, checkpoint, progress);
    Contenders contenders =
        Contenders.of(
            controls(task, space, maximal, progress),
            Exchanges.of(space, task.costs(), task.budgets(), Map.of()),
            maximal.all(),
            judging.value());
    return new HalvingField(
        task,
        space,
        residualBits.map(contenders::at).orElse(contenders),
        judging.judge(),
        maximal.all().size());
  }

  /** Each network by the judge of its bits. */
  private static Judge judge(List<HalvingField> fields) {
    return judging ->
        HalvingField.of(judging.widths(), fields)
            .judge()
            .judge(
                new Judging(
                    ResidualChoice.channels(judging.widths()),
                    judging.epochs(),
                    judging.seed(),
                    judging.part()));
  }

  /** The original, its best uniform scaling and the largest network, as far as they differ. */
  private List<Entrant> controls(
      SearchTask task, SearchSpace space, MaximalNetworks maximal, SearchProgress progress)
      throws IOException {
    Map<String, Integer> nominal = new LinkedHashMap<>();
    space.units().values().forEach((SearchUnit u) -> nominal.put(u.name(), u.nominal()));
    Map<String, Integer> scaled = new LinkedHashMap<>(nominal);
    scaled.putAll(uniform.run(task, Path.of("unused"), progress).widths());
    List<Entrant> controls = new ArrayList<>();
    controls.add(new Entrant(nominal, Entrant.Role.ORIGINAL));
    if (!scaled.equals(nominal)) {
      controls.add(new Entrant(scaled, Entrant.Role.UNIFORM));
    }
    maximal.largest(widths -> size(task, space, widths)).stream()
        .filter(w -> !w.equals(nominal) && !w.equals(scaled))
        .forEach(w -> controls.add(new Entrant(w, Entrant.Role.LARGEST)));
    return controls;
  }

  private static double size(SearchTask task, SearchSpace space, Map<String, Integer> widths) {
    return task.costs().cost(CostKind.FLOPS, space, widths)
        * task.costs().cost(CostKind.PARAMS, space, widths);
  }

  private static Set<Entrant> overBudget(Map<Entrant, HalvingField> controls) {
    return controls.entrySet().stream()
        .filter(e -> e.getKey().isControl() && !e.getValue().isWithinBudgets(e.getKey()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }
}
