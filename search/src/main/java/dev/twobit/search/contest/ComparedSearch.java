package dev.twobit.search.contest;

import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchProgress;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.Verdict;
import dev.twobit.search.cost.Budget;
import dev.twobit.search.frontier.PlateauSpace;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import dev.twobit.tensor.Torch;
import dev.twobit.training.StopRequest;
import dev.twobit.training.data.ImageDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
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

    /**
     * Where residual bits are searched. A method that cannot is refused before it is asked ({@code
     * SearchMethodRegistry}).
     *
     * @param scenes one for each choice of bits, the original's own first
     */
    default Plan plan(List<Scene> scenes) throws IOException {
      throw new IllegalArgumentException(
          "found " + scenes.size() + " choices of residual bits, expected given ones");
    }
  }

  /**
   * What a method is given.
   *
   * @param space on plateaus
   * @param task at the scene's residual bits
   * @param controls the original and, if it is another network, its best uniform scaling, with
   *     their bits where these are searched
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
      Map<String, Integer> channels = ResidualChoice.channels(widths);
      return task.budgets().stream()
          .allMatch((Budget b) -> task.costs().cost(b.kind(), space, channels) <= b.ceiling());
    }

    /** What its networks' widths say of bits; empty where these are not searched. */
    public Map<String, Integer> bits() {
      return ResidualChoice.entries(controls.get(0).widths());
    }

    /** Channels by unit, with the scene's bits where these are searched. */
    public Map<String, Integer> withBits(Map<String, Integer> channels) {
      return ResidualChoice.like(channels, controls.get(0).widths());
    }

    /** The one that widths are of. */
    public static Scene of(Map<String, Integer> widths, List<Scene> scenes) {
      return scenes.stream()
          .filter(s -> s.bits().equals(ResidualChoice.entries(widths)))
          .findFirst()
          .orElseThrow();
    }

    private FoundNetwork found(String method, Entrant returned) {
      return returned.role() == Entrant.Role.ORIGINAL
          ? FoundNetwork.original(method, task)
          : FoundNetwork.of(
              method, task, space, ResidualChoice.channels(returned.widths()), Map.of());
    }
  }

  /**
   * Of images that are held out those that the final leaves to choices before it. Throws a one-line
   * error for too few.
   *
   * @param finalShare what it keeps, 0 to 1
   */
  public static ImageDataset choosing(ImageDataset heldOut, double finalShare) {
    return HeldOut.of(heldOut, finalShare).of(HeldOut.Part.RUNGS);
  }

  /** A judge of networks, the one of the final, and how the method comes to its finalists. */
  public record Plan(Judge judge, Contest.Proposer proposer) {}

  @Override
  public String name() {
    return name;
  }

  @Override
  public void check(SearchTask task) {
    requireComparable(name, task, settings, uniform);
  }

  /**
   * Throws a one-line error for a task without a budget or with too few held-out images, and where
   * no uniform scaling meets the budgets.
   *
   * @param method its name
   */
  public static void requireComparable(
      String method, SearchTask task, SearchSettings settings, SearchMethod uniform) {
    Budget.requireOne(method, task.budgets());
    HeldOut.of(task, settings);
    uniform.check(task);
    task.alternatives().forEach(a -> uniform.check(task.at(a)));
  }

  @Override
  public FoundNetwork run(SearchTask task, Path checkpoint, SearchProgress progress)
      throws IOException {
    check(task);
    // Before what is measured for the first training, too: sums depend on how they are divided.
    Torch.useThreads(task.threads());
    List<Scene> scenes = scenes(task, checkpoint, progress);
    Plan plan =
        task.alternatives().isEmpty() ? approach.plan(scenes.get(0)) : approach.plan(scenes);
    Jury jury =
        new Jury(
            new KeptScores(plan.judge(), running.scores().orElse(checkpoint)),
            name,
            running.stop(),
            progress);
    List<Entrant> controls = scenes.stream().flatMap(s -> s.controls().stream()).toList();
    Set<Entrant> overBudget =
        controls.stream()
            .filter(e -> !Scene.of(e.widths(), scenes).fits(e.widths()))
            .collect(Collectors.toUnmodifiableSet());
    Contest.Outcome outcome =
        new Contest(settings.last(), task.start().recipe().epochs(), task.seed())
            .run(controls, overBudget, plan.proposer(), jury);
    Verdict verdict = Account.verdict(outcome);
    progress.say(name + ": " + verdict.reason());
    return Scene.of(outcome.returned().widths(), scenes)
        .found(name, outcome.returned())
        .with(verdict, Account.figures(outcome, jury.epochs() * (double) task.train().size()));
  }

  /** One for the bits of the residual path that are given, or for each that may be chosen. */
  private List<Scene> scenes(SearchTask task, Path checkpoint, SearchProgress progress)
      throws IOException {
    if (task.alternatives().isEmpty()) {
      return List.of(scene(task, UnaryOperator.identity(), checkpoint, progress));
    }
    List<Scene> scenes = new ArrayList<>();
    for (SearchTask.Alternative choice : task.alternatives()) {
      String end = choice.bitPlan() == 0 ? "-r" + choice.residualBits() : "-p" + choice.bitPlan();
      Path own = checkpoint.resolveSibling(checkpoint.getFileName() + end);
      scenes.add(scene(task.at(choice), w -> ResidualChoice.with(w, choice), own, progress));
    }
    return scenes;
  }

  /**
   * @param withBits channels to those of an entrant
   */
  private Scene scene(
      SearchTask task,
      UnaryOperator<Map<String, Integer>> withBits,
      Path checkpoint,
      SearchProgress progress)
      throws IOException {
    SearchSpace space =
        PlateauSpace.of(settings.space(task.network()), task.costs(), task.budgets());
    List<Entrant> controls =
        controls(task, space, progress).stream()
            .map(c -> new Entrant(withBits.apply(c.widths()), c.role()))
            .toList();
    return new Scene(task, settings, space, controls, checkpoint, running.stop(), progress);
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
