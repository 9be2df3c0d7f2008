package dev.twobit.search.contest;

import dev.twobit.network.InvalidInputException;
import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchProgress;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.cost.Budget;
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
import java.util.stream.Collectors;

/**
 * A method that compares what it found with the original and its best uniform scaling in a final
 * (search/docs/methods.md#the-final), and returns another network only if that is better on images
 * that chose nothing before. What comes before the final is the method's own.
 */
public final class ComparedSearch implements SearchMethod {
  private final String name;
  private final SearchSettings settings;
  private final Running running;
  private final SearchMethod uniform;
  private final Approach approach;

  /**
   * @param name of the method
   * @param uniform finds the best uniform scaling within the budgets
   */
  public ComparedSearch(
      String name,
      SearchSettings settings,
      Running running,
      SearchMethod uniform,
      Approach approach) {
    this.name = name;
    this.settings = settings;
    this.running = running;
    this.uniform = uniform;
    this.approach = approach;
  }

  /**
   * What a method is run with beside its task.
   *
   * @param stop ends its search with a {@code TrainingStoppedException}; what was judged is kept
   * @param scores files of what trained networks scored have names that begin so, and searches that
   *     judge alike share them; empty: they are the search's own and go with its checkpoint
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
  public record Running(StopRequest stop, Optional<Path> scores) {
    /** With scores of its own. */
    public static Running alone(StopRequest stop) {
      return new Running(stop, Optional.empty());
    }
  }

  /** What a method is made of. */
  @FunctionalInterface
  public interface Approach {
    Plan plan(Scene scene) throws IOException;
  }

  /**
   * What a method is given.
   *
   * @param space on plateaus
   * @param controls the original and, if it is another network, its best uniform scaling
   * @param checkpoint names of what it keeps begin with this one
   * @param stop ends it with a {@code TrainingStoppedException}
   */
  public record Scene(
      SearchTask task,
      SearchSettings settings,
      SearchSpace space,
      List<Entrant> controls,
      Path checkpoint,
      StopRequest stop,
      SearchProgress progress) {
    public Scene {
      controls = List.copyOf(controls);
    }

    /** Whether every budget holds. */
    public boolean fits(Map<String, Integer> widths) {
      return task.budgets().stream()
          .allMatch((Budget b) -> task.costs().cost(b.kind(), space, widths) <= b.ceiling());
    }
  }

  /** A judge of networks, the one of the final, and how the method comes to its finalists. */
  public record Plan(Judge judge, Contest.Proposer proposer) {}

  @Override
  public String name() {
    return name;
  }

  @Override
  public void check(SearchTask task) {
    if (task.budgets().isEmpty()) {
      throw new InvalidInputException(
          "--method " + name + ": found no budget, expected one such as --latency-budget 1.0x");
    }
    HeldOut.of(task.heldOut());
    uniform.check(task);
  }

  @Override
  public FoundNetwork run(SearchTask task, Path checkpoint, SearchProgress progress)
      throws IOException {
    check(task);
    // Before what is measured for the first training, too: sums depend on how they are divided.
    Torch.useThreads(task.threads());
    SearchSpace space =
        PlateauSpace.of(settings.space(task.network()), task.costs(), task.budgets());
    List<Entrant> controls = controls(task, space, progress);
    Scene scene = new Scene(task, settings, space, controls, checkpoint, running.stop(), progress);
    Plan plan = approach.plan(scene);
    Jury jury =
        new Jury(
            new KeptScores(plan.judge(), running.scores().orElse(checkpoint)),
            name,
            running.stop(),
            progress);
    Set<Entrant> overBudget =
        controls.stream()
            .filter(e -> !scene.fits(e.widths()))
            .collect(Collectors.toUnmodifiableSet());
    Contest.Outcome outcome =
        new Contest(settings.halving(), task.start().recipe().epochs(), task.seed())
            .run(controls, overBudget, plan.proposer(), jury);
    progress.say(name + ": " + Account.verdict(outcome).reason());
    FoundNetwork found =
        outcome.returned().role() == Entrant.Role.ORIGINAL
            ? FoundNetwork.original(name, task)
            : FoundNetwork.of(name, task, space, outcome.returned().widths(), Map.of());
    return found.with(
        Account.verdict(outcome),
        Account.figures(outcome, jury.epochs() * (double) task.train().size()));
  }

  private List<Entrant> controls(SearchTask task, SearchSpace space, SearchProgress progress)
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
    return controls;
  }
}
