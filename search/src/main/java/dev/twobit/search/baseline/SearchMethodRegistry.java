package dev.twobit.search.baseline;

import dev.twobit.io.Suggestion;
import dev.twobit.network.InvalidInputException;
import dev.twobit.search.EndSettings;
import dev.twobit.search.NeuralChannelExpansion;
import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.SpaceSettings.ResidualBits;
import dev.twobit.search.bits.EdMips;
import dev.twobit.search.bits.Hawq;
import dev.twobit.search.bits.Joint;
import dev.twobit.search.contest.ComparedSearch;
import dev.twobit.search.contest.InheritedLosses;
import dev.twobit.search.drawn.DrawnEnd;
import dev.twobit.search.halving.Halving;
import dev.twobit.search.slimmable.Slimmable;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.utilization.Utilization;
import dev.twobit.training.StopRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All methods by name: where a new one is entered. */
public final class SearchMethodRegistry {
  /** The method that scales all searched widths by one number. */
  public static final String UNIFORM = UniformWidening.NAME;

  /**
   * @param fixed settings that make the method what it is, whatever the preset has
   * @param kind whose network may be widened until it uses the budgets up
   */
  private record Entry(
      String name, String description, Map<String, String> fixed, Kind kind, Factory factory) {

    private SearchMethod create(Asked asked) {
      SearchMethod method = factory.create(asked);
      return asked.settings.budget().fill() && isToBeFilled(asked.settings.end().end())
          ? new Filled(method, asked.settings)
          : method;
    }

    /** What a final returns stays as it is: its networks were filled before. */
    private boolean isToBeFilled(EndSettings.End end) {
      return switch (kind) {
        case BY_GRADIENT -> end == EndSettings.End.ARGMAX;
        case DRAWN -> true;
        case COMPARED, OF_BITS, OF_BOTH, AS_IT_IS -> false;
      };
    }
  }

  /** How a method comes to widths. */
  private enum Kind {
    BY_GRADIENT,
    DRAWN,
    COMPARED,
    /** Bits of layers, no widths. */
    OF_BITS,
    /** Bits of layers and widths, compared. */
    OF_BOTH,
    /** Without training. */
    AS_IT_IS
  }

  private interface Factory {
    SearchMethod create(Asked asked);
  }

  /**
   * @param argument what follows the colon of the user's text
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
  private record Asked(
      String name,
      SearchSettings settings,
      ComparedSearch.Running running,
      Optional<String> argument) {}

  private static final List<Entry> ALL =
      List.of(
          gradient(
              "nce", "widths by gradient, wider candidates where the widest is wanted", Map.of()),
          gradient("tas", "widths by gradient, no wider than the original", never()),
          gradient(
              "tas-2x-8", "widths by gradient, 8 candidates up to twice the original", never()),
          gradient(
              "tas-2x-16", "widths by gradient, 16 candidates up to twice the original", never()),
          gradient(
              "masking",
              "as nce, with one masked convolution instead of two interpolated widths (FBNetV2)",
              Map.of("sampler", "masking")),
          compared(
              Halving.NAME,
              "networks that use the budgets up, trained briefly, the best for longer; the original"
                  + " where none is better",
              Halving::method),
          compared(
              Utilization.NAME,
              "widths moved from units whose lane groups are worth little to others; the original"
                  + " where none is better",
              Utilization::method),
          compared(
              Slimmable.NAME,
              "networks that use the budgets up, judged as parts of one super-net; the original"
                  + " where none is better",
              Slimmable::method),
          new Entry(
              Hawq.NAME,
              "bits of layers by the curvature of the trained loss, the least expected rise in the"
                  + " budgets; widths as they are",
              Map.of(),
              Kind.OF_BITS,
              asked -> new Hawq(asked.settings, asked.running)),
          new Entry(
              EdMips.NAME,
              "bits of layers by gradient, all candidates of a layer in one convolution; widths as"
                  + " they are",
              Map.of(),
              Kind.OF_BITS,
              asked -> new EdMips(asked.settings, asked.running.stop())),
          new Entry(
              Joint.NAME,
              "widths and bits of layers together, as halving; the original where none is better",
              Map.of("coupling", "tied"),
              Kind.OF_BOTH,
              asked ->
                  new Joint(
                      asked.settings,
                      asked.running,
                      new UniformWidening(asked.settings.space().coupling(), Optional.empty()),
                      Halving.approach())),
          new Entry(
              UniformWidening.NAME,
              "every searched width by one multiplier, as wrpn:1.5 or the largest in the budgets",
              Map.of(),
              Kind.AS_IT_IS,
              asked ->
                  new UniformWidening(
                      asked.settings.space().coupling(),
                      asked.argument.map(text -> Multiplier.parse("--method wrpn:" + text, text)))),
          new Entry(
              RandomWidths.NAME,
              "every width drawn from all candidates, until the network is in the budgets' band",
              Map.of(),
              Kind.DRAWN,
              asked -> new RandomWidths(asked.settings, RandomWidths.MOST_DRAWS)),
          maximal(MaximalWidths.RANDOM, "one of the networks that use the budgets up, by seed"),
          maximal(
              MaximalWidths.MOST, "the network of most MACs x PARAMs within the budgets, no judge"),
          new Entry(
              GivenWidths.NAME,
              "no search: widths of one's own, as widths:16,32,64, one a unit in network order",
              Map.of(),
              Kind.AS_IT_IS,
              asked -> new GivenWidths(asked.settings, asked.argument.orElse(""))),
          new Entry(
              Original.NAME,
              "no search: the network as it is",
              Map.of(),
              Kind.AS_IT_IS,
              asked -> new Original()));

  private static final Set<String> WITH_ARGUMENT = Set.of(UniformWidening.NAME, GivenWidths.NAME);

  private SearchMethodRegistry() {}

  private static Map<String, String> never() {
    return Map.of("threshold", "1");
  }

  private static Entry gradient(String name, String description, Map<String, String> fixed) {
    return new Entry(name, description, fixed, Kind.BY_GRADIENT, SearchMethodRegistry::byGradient);
  }

  private static SearchMethod byGradient(Asked asked) {
    NeuralChannelExpansion search =
        new NeuralChannelExpansion(
            asked.name,
            asked.settings,
            asked.running.stop(),
            new InheritedLosses(asked.settings, asked.running.stop()));
    return switch (asked.settings.end().end()) {
      case ARGMAX -> search;
      case DRAWN ->
          new DrawnEnd(
              search,
              asked.settings,
              asked.running,
              new UniformWidening(asked.settings.space().coupling(), Optional.empty()));
    };
  }

  private interface Compared {
    SearchMethod of(SearchSettings settings, ComparedSearch.Running running, SearchMethod uniform);
  }

  /** Compared with the original and the best uniform scaling. */
  private static Entry compared(String name, String description, Compared method) {
    return new Entry(
        name,
        description,
        Map.of("coupling", "tied"),
        Kind.COMPARED,
        asked ->
            method.of(
                asked.settings,
                asked.running,
                new UniformWidening(asked.settings.space().coupling(), Optional.empty())));
  }

  private static Entry maximal(String name, String description) {
    return new Entry(
        name,
        description,
        Map.of(),
        Kind.AS_IT_IS,
        asked -> new MaximalWidths(name, asked.settings));
  }

  /** Names of all methods, in the order they are listed. */
  public static List<String> names() {
    return ALL.stream().map(Entry::name).toList();
  }

  /** Names of those that need no more than their name. */
  public static List<String> namesAlone() {
    return names().stream().filter(name -> !name.equals(GivenWidths.NAME)).toList();
  }

  /** What it does, a few words. */
  public static String description(String text) {
    return entry(text).description;
  }

  /** Whether its search is by gradient: its work follows from epochs and images alone. */
  public static boolean isByGradient(String text) {
    return entry(text).kind == Kind.BY_GRADIENT;
  }

  /** Whether it chooses bits of layers. */
  public static boolean choosesBits(String text) {
    return entry(text).kind == Kind.OF_BITS || entry(text).kind == Kind.OF_BOTH;
  }

  /** Whether it chooses widths together with bits of layers. */
  public static boolean choosesBoth(String text) {
    return entry(text).kind == Kind.OF_BOTH;
  }

  /** Whether it trains networks and compares them with the original. */
  public static boolean comparesTrained(String text) {
    return entry(text).kind == Kind.COMPARED || entry(text).kind == Kind.OF_BOTH;
  }

  /**
   * Epochs that a method trains networks for on the way to a choice, of all of them together, at
   * the most; 0 for methods that do not compare trained networks.
   *
   * @param fullEpochs of a full training
   */
  public static long trainedEpochs(String text, SearchSettings settings, int fullEpochs) {
    return TrainedEpochs.of(entry(text).name, settings, fullEpochs);
  }

  /**
   * Epochs of the training images over which a method measures losses before it trains networks.
   */
  public static double surveyEpochs(String text, SearchSettings settings, SearchTask task) {
    return task.start().trained().isPresent() && entry(text).name.equals(Halving.NAME)
        ? settings.survey().epochs(task.space(settings).units().size(), task.train().size())
        : 0;
  }

  /**
   * Throws a one-line error for a name that is none.
   *
   * @param text a name, or {@code wrpn:1.5} for a multiplier of one's own
   * @param settings of which the method takes what it needs, see {@link #settings}
   */
  public static SearchMethod named(String text, SearchSettings settings) {
    return named(text, settings, new StopRequest());
  }

  /**
   * As above.
   *
   * @param stop ends the method's search, if it has one, with a {@code TrainingStoppedException}
   */
  public static SearchMethod named(String text, SearchSettings settings, StopRequest stop) {
    return named(text, settings, ComparedSearch.Running.alone(stop));
  }

  /** As above, run with more. */
  public static SearchMethod named(
      String text, SearchSettings settings, ComparedSearch.Running running) {
    Entry entry = entry(text);
    if (settings.space().residualBits() == ResidualBits.SEARCH
        && !entry.name.equals(Halving.NAME)) {
      throw new InvalidInputException(
          "--set residual-bits=search: found method "
              + entry.name
              + ", expected "
              + Halving.NAME
              + ", which compares networks of other bits on held-out images; or --residual-bits");
    }
    int colon = text.indexOf(':');
    return entry.create(
        new Asked(
            entry.name,
            settings(text, settings),
            running,
            colon < 0 ? Optional.empty() : Optional.of(text.substring(colon + 1))));
  }

  /** The settings as the method has them: without expansion, with the grid of twice the width. */
  public static SearchSettings settings(String text, SearchSettings settings) {
    Entry entry = entry(text);
    SearchSettings result = settings.with(entry.fixed);
    return switch (entry.name) {
      // Ties where it would have to insert convolutions; pads if asked to.
      case Halving.NAME, Joint.NAME ->
          settings.space().coupling() == Coupling.PADDED
              ? result.with("coupling", Coupling.PADDED.label())
              : result;
      case "tas-2x-8" -> result.with("grid", CandidateGrid.TAS_DOUBLE_8.name());
      case "tas-2x-16" -> result.with("grid", double16(settings.space().grid()).name());
      default -> result;
    };
  }

  /**
   * Sixteen equal steps of the doubled width where the grid has equal steps
   * (search/docs/methods.md#tas-from-twice-the-width).
   */
  private static CandidateGrid double16(CandidateGrid grid) {
    boolean equalSteps = grid.first() == 1;
    return equalSteps ? CandidateGrid.EIGHTHS_DOUBLE_16 : CandidateGrid.TAS_DOUBLE_16;
  }

  private static Entry entry(String text) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    Entry entry =
        ALL.stream().filter(e -> e.name.equals(name)).findFirst().orElseThrow(() -> unknown(text));
    if (colon >= 0 && !WITH_ARGUMENT.contains(entry.name)) {
      throw new InvalidInputException(
          "--method: found '"
              + text
              + "', expected '"
              + name
              + "' alone; wrpn has a multiplier, and widths has widths");
    }
    return entry;
  }

  private static InvalidInputException unknown(String text) {
    List<String> known = new ArrayList<>(names());
    return new InvalidInputException(
        "--method: found '" + text + "', " + Suggestion.among(text, known));
  }
}
