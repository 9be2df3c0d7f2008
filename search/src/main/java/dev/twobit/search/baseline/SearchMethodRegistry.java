package dev.twobit.search.baseline;

import dev.twobit.io.Suggestion;
import dev.twobit.network.InvalidInputException;
import dev.twobit.search.NeuralChannelExpansion;
import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SpaceSettings.ResidualBits;
import dev.twobit.search.halving.Halving;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.training.StopRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All methods by name: where a new one is entered. */
public final class SearchMethodRegistry {
  /**
   * @param fixed settings that make the method what it is, whatever the preset has
   * @param filled whether its network may be widened until it uses the budgets up
   */
  private record Entry(
      String name, String description, Map<String, String> fixed, boolean filled, Factory factory) {

    private SearchMethod create(Asked asked) {
      SearchMethod method = factory.create(asked);
      return filled && asked.settings.budget().fill() ? new Filled(method, asked.settings) : method;
    }
  }

  private interface Factory {
    SearchMethod create(Asked asked);
  }

  /**
   * @param argument what follows the colon of the user's text
   */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
  private record Asked(
      String name, SearchSettings settings, StopRequest stop, Optional<String> argument) {}

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
          new Entry(
              Halving.NAME,
              "networks that use the budgets up, trained briefly, the best for longer; the original"
                  + " where none is better",
              Map.of("coupling", "tied"),
              false,
              asked ->
                  new Halving(
                      asked.settings,
                      asked.stop,
                      new UniformWidening(asked.settings.space().coupling(), Optional.empty()))),
          new Entry(
              UniformWidening.NAME,
              "every searched width by one multiplier, as wrpn:1.5 or the largest in the budgets",
              Map.of(),
              false,
              asked ->
                  new UniformWidening(
                      asked.settings.space().coupling(),
                      asked.argument.map(text -> Multiplier.parse("--method wrpn:" + text, text)))),
          new Entry(
              RandomWidths.NAME,
              "every width drawn from all candidates, until the network is in the budgets' band",
              Map.of(),
              true,
              asked -> new RandomWidths(asked.settings, RandomWidths.MOST_DRAWS)),
          maximal(MaximalWidths.RANDOM, "one of the networks that use the budgets up, by seed"),
          maximal(
              MaximalWidths.MOST, "the network of most MACs x PARAMs within the budgets, no judge"),
          new Entry(
              Original.NAME,
              "no search: the network as it is",
              Map.of(),
              false,
              asked -> new Original()));

  private SearchMethodRegistry() {}

  private static Map<String, String> never() {
    return Map.of("threshold", "1");
  }

  private static Entry gradient(String name, String description, Map<String, String> fixed) {
    return new Entry(
        name,
        description,
        fixed,
        true,
        asked -> new NeuralChannelExpansion(asked.name, asked.settings, asked.stop));
  }

  private static Entry maximal(String name, String description) {
    return new Entry(
        name, description, Map.of(), false, asked -> new MaximalWidths(name, asked.settings));
  }

  /** Names of all methods, in the order they are listed. */
  public static List<String> names() {
    return ALL.stream().map(Entry::name).toList();
  }

  /** What it does, a few words. */
  public static String description(String text) {
    return entry(text).description;
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
            stop,
            colon < 0 ? Optional.empty() : Optional.of(text.substring(colon + 1))));
  }

  /** The settings as the method has them: without expansion, with the grid of twice the width. */
  public static SearchSettings settings(String text, SearchSettings settings) {
    Entry entry = entry(text);
    SearchSettings result = settings.with(entry.fixed);
    return switch (entry.name) {
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
    if (colon >= 0 && !entry.name.equals(UniformWidening.NAME)) {
      throw new InvalidInputException(
          "--method: found '" + text + "', expected '" + name + "' alone; wrpn has a multiplier");
    }
    return entry;
  }

  private static InvalidInputException unknown(String text) {
    List<String> known = new ArrayList<>(names());
    return new InvalidInputException(
        "--method: found '"
            + text
            + "', expected one of "
            + String.join(", ", known)
            + Suggestion.nearest(text, known));
  }
}
