package dev.twobit.experiment.searchcheck;

import dev.twobit.experiment.searchcheck.CheckedSearch.Outcome;
import dev.twobit.network.CostKind;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.baseline.SearchMethodRegistry;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.SearchSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A search of two epochs of one step, between which widths grow, by every method under every
 * coupling, and a training step of the network that it found. Couplings whose search spaces are
 * equal are tried once.
 */
public final class SearchChecks {
  private static final String TRAIN = "train";

  /**
   * So few steps that nothing is learned, at a rate at which two images do not diverge; every
   * second preference passes the threshold.
   */
  private static final Map<String, String> STEPS =
      Map.ofEntries(
          Map.entry("learning-rate", "0.001"),
          Map.entry("warmup-learning-rate", "0.001"),
          Map.entry("warmup-epochs", "1"),
          Map.entry("search-epochs", "2"),
          Map.entry("batch-size", "2"),
          Map.entry("architecture-rate", "2"),
          Map.entry("threshold", "0.15"),
          Map.entry("freeze-expansion-share", "0"),
          Map.entry("field-networks", "3"),
          Map.entry("calibrated-networks", "1"),
          Map.entry("halving-rungs", "1"),
          Map.entry("final-networks", "1"),
          Map.entry("utilization-iterations", "1"),
          Map.entry("utilization-moves", "1"),
          Map.entry("slimmable-epochs", "1"),
          Map.entry("scored-networks", "2"),
          Map.entry("short-networks", "1"));

  private final FewImages images;
  private final String hardware;
  private final List<String> budgets;
  private final List<String> methods;

  /**
   * @param hardware name in the catalog or path of a YAML file
   * @param budgets as {@code kind=value}
   * @param methods as in settings; a name that is none, there or of a cost, is a one-line error
   */
  public SearchChecks(
      FewImages images, String hardware, List<String> budgets, List<String> methods) {
    this.images = images;
    this.hardware = hardware;
    this.budgets = List.copyOf(budgets);
    this.methods = List.copyOf(methods);
    methods.forEach(SearchMethodRegistry::description);
    budgets.forEach(b -> CostKind.named(b.split("=", 2)[0]));
  }

  /**
   * All searches of a file's network.
   *
   * @param pixels height and width of its images where they are larger and it can be of other sizes
   */
  public List<CheckedSearch> run(Path file, int pixels, Consumer<CheckedSearch> listener) {
    String name = String.valueOf(file.getFileName());
    List<Network> read = new ArrayList<>();
    CheckedSearch reading =
        attempt(name, List.of(), TRAIN, () -> read.add(NetworkFiles.read(file, pixels)));
    if (read.isEmpty()) {
      listener.accept(reading);
      return List.of(reading);
    }
    return run(read.get(0), listener);
  }

  /**
   * All searches of one network.
   *
   * @param network in the form that is searched and trained
   * @param listener told of each as it ends
   */
  public List<CheckedSearch> run(Network network, Consumer<CheckedSearch> listener) {
    List<CheckedSearch> all = new ArrayList<>();
    Consumer<CheckedSearch> both = ((Consumer<CheckedSearch>) all::add).andThen(listener);
    CheckTask checks = new CheckTask(network, images, hardware, budgets);
    CheckedSearch trained = attempt(network.name(), List.of(), TRAIN, () -> checks.train(network));
    if (trained.outcome() != Outcome.OK) {
      both.accept(trained);
      return all;
    }
    spaces(network)
        .forEach(
            (space, couplings) ->
                methods.stream().map(m -> search(checks, network, couplings, m)).forEach(both));
    return all;
  }

  /** Couplings by what their spaces search; all of them where none searches anything. */
  private static Map<Object, List<Coupling>> spaces(Network network) {
    Map<Object, List<Coupling>> spaces = new LinkedHashMap<>();
    for (Coupling coupling : Coupling.values()) {
      spaces.computeIfAbsent(searched(network, coupling), s -> new ArrayList<>()).add(coupling);
    }
    return spaces;
  }

  private static Object searched(Network network, Coupling coupling) {
    try {
      SearchSpace space = settings(coupling).space(network);
      return List.of(
          space.units(),
          space.widths(),
          space.hasUnequalOperands() ? space.coupling().unequalOperands() : "");
    } catch (InvalidInputException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static SearchSettings settings(Coupling coupling) {
    return SearchSettings.preset("smoke").with(STEPS).with("coupling", coupling.label());
  }

  private CheckedSearch search(
      CheckTask checks, Network network, List<Coupling> couplings, String method) {
    SearchSettings settings = settings(couplings.get(0));
    return attempt(
        network.name(),
        couplings.stream().map(Coupling::label).toList(),
        method,
        () -> {
          SearchTask task = checks.task(settings);
          SearchMethod chosen = SearchMethodRegistry.named(method, settings);
          chosen.check(task);
          checks.train(found(chosen, task).network());
          checks.freeMemory();
        });
  }

  private static FoundNetwork found(SearchMethod method, SearchTask task) throws IOException {
    Path folder = Files.createTempDirectory("twobit-search");
    try {
      return method.run(task, folder.resolve("checkpoint"), epoch -> {});
    } finally {
      remove(folder);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private interface Attempt {
    void run() throws IOException;
  }

  /** Whatever a search throws is what is looked for. */
  private static CheckedSearch attempt(
      String network, List<String> couplings, String method, Attempt attempt) {
    long start = System.nanoTime();
    Outcome outcome = Outcome.OK;
    Optional<String> message = Optional.empty();
    try {
      attempt.run();
    } catch (InvalidInputException e) {
      outcome = Outcome.REFUSED;
      message = Optional.of(firstLine(String.valueOf(e.getMessage())));
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      outcome = Outcome.FAILED;
      message = Optional.of(e.getClass().getSimpleName() + ": " + firstLine(e.getMessage() + ""));
    }
    return new CheckedSearch(
        network, couplings, method, outcome, message, (System.nanoTime() - start) * 1e-9);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
