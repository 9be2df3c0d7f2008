package dev.twobit.experiment.run;

import dev.twobit.experiment.trial.GradientSearch;
import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.ConvolutionRoles.Role;
import dev.twobit.network.Layer;
import dev.twobit.precision.Bits;
import dev.twobit.results.LayerWidth;
import dev.twobit.results.SearchTrajectory;
import dev.twobit.results.SearchTrajectory.Expansion;
import dev.twobit.results.SearchTrajectory.Figure;
import dev.twobit.results.SearchTrajectory.LayerDecision;
import dev.twobit.results.SearchVerdict;
import dev.twobit.search.EndSettings;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.Verdict;
import dev.twobit.search.baseline.SearchMethodRegistry;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.SearchUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the method did to each layer, and why. */
final class SearchNarrative {
  private final SearchSetup setup;
  private final FoundStructure found;
  private final EpochHistory history;

  SearchNarrative(SearchSetup setup, FoundStructure found, EpochHistory history) {
    this.setup = setup;
    this.found = found;
    this.history = history;
  }

  SearchTrajectory trajectory() {
    return new SearchTrajectory(
        found.result().search().map(this::gradientMethod).orElseGet(this::method),
        figures(),
        history.epochs(),
        found.result().search().stream()
            .flatMap(s -> s.expansions().stream())
            .map(
                e ->
                    new Expansion(e.epoch(), e.unit(), e.fromWidth(), e.toWidth(), e.probability()))
            .toList(),
        found.result().search().stream()
            .flatMap(s -> s.units().stream().map(unit -> decision(unit, s)))
            .toList(),
        found.result().verdict().map(SearchNarrative::verdict));
  }

  /** Without what the user appended to it, as in wrpn:1.5. */
  private String methodName() {
    return SearchMethodRegistry.named(setup.trial().search().method(), setup.settings()).name();
  }

  private String method() {
    return methodName()
        + " ("
        + SearchMethodRegistry.description(methodName())
        + "), "
        + setup.settings().space().coupling().label();
  }

  private String gradientMethod(GradientSearch search) {
    SearchSettings settings = setup.settings();
    return String.format(
        Locale.ROOT,
        "%s, grid %s%s, %s; winner takes all of search epoch %d%s",
        method(),
        setup.space().grid().name().toLowerCase(Locale.ROOT),
        settings.expands()
            ? String.format(
                Locale.ROOT, " that expands at threshold %.2f", settings.expansion().threshold())
            : "",
        settings.budget().pullsFromAboveAlone()
            ? "costs from above alone"
            : "cost weight " + settings.budget().costWeight(),
        search.chosenEpoch(),
        settings.end().end() == EndSettings.End.DRAWN
            ? ", " + settings.end().drawnNetworks() + " networks drawn besides"
            : "");
  }

  private static SearchVerdict verdict(Verdict of) {
    SearchVerdict.Returned returned =
        switch (of.returned()) {
          case ANOTHER -> SearchVerdict.Returned.ANOTHER;
          case ORIGINAL -> SearchVerdict.Returned.ORIGINAL;
          case UNIFORM -> SearchVerdict.Returned.UNIFORM;
        };
    return new SearchVerdict(
        returned, of.reason(), of.lead(), of.standardError(), of.residualBits());
  }

  private List<Figure> figures() {
    return found.result().figures().entrySet().stream()
        .map(f -> new Figure(f.getKey(), f.getValue()))
        .toList();
  }

  private LayerDecision decision(SearchUnit unit, GradientSearch search) {
    int expansions =
        (int) search.expansions().stream().filter(e -> e.unit().equals(unit.name())).count();
    return new LayerDecision(
        unit.name(),
        found.network().layer(unit.name()).map(SearchNarrative::channels).orElse(unit.nominal()),
        search.widestProbability().getOrDefault(unit.name(), 0.0),
        setup.settings().expansion().threshold(),
        expansions,
        expansions > 0 ? "" : reason(unit));
  }

  private String reason(SearchUnit unit) {
    if (!setup.settings().expands()) {
      return "the method does not expand";
    }
    double highest = history.highest(unit.name());
    if (highest > setup.settings().expansion().threshold()
        && unit.candidates().size() >= CandidateGrid.MOST_CANDIDATES) {
      return "has as many candidates as there may be";
    }
    return String.format(
        Locale.ROOT,
        "its widest candidate's probability came to %.3f at most, threshold %.2f",
        highest,
        setup.settings().expansion().threshold());
  }

  /** Layers of the original in its order, then those that the adaptation inserted. */
  List<LayerWidth> widths() {
    Map<String, Role> roles = ConvolutionRoles.of(setup.network());
    Map<String, SearchUnit> units = units();
    BothBits bits =
        new BothBits(
            setup.costs().precision(setup.network()).weighted(), found.precision().weighted());
    List<LayerWidth> widths = new ArrayList<>();
    for (Layer layer : setup.network().layers()) {
      if (roles.containsKey(layer.name())) {
        widths.add(
            new LayerWidth(
                layer.name(),
                role(layer.name(), roles.get(layer.name()), units),
                channels(layer),
                found.network().layer(layer.name()).map(SearchNarrative::channels).orElse(0),
                candidates(layer.name(), units),
                bits.of(layer.name())));
      }
    }
    for (Layer layer : found.network().layers()) {
      if (ConvolutionRoles.isWeighted(layer) && setup.network().layer(layer.name()).isEmpty()) {
        widths.add(
            new LayerWidth(
                layer.name(), "inserted", 0, channels(layer), List.of(), bits.of(layer.name())));
      }
    }
    return widths;
  }

  /** Bits of layers with weights, by name. */
  private record BothBits(Map<String, Bits> original, Map<String, Bits> adapted) {
    Optional<LayerWidth.Operands> of(String layer) {
      return Optional.of(new LayerWidth.Operands(text(original, layer), text(adapted, layer)));
    }

    private static String text(Map<String, Bits> bits, String layer) {
      return Optional.ofNullable(bits.get(layer)).map(Bits::text).orElse("");
    }
  }

  /** By name, as a search by gradient ended with them, else as they are. */
  private Map<String, SearchUnit> units() {
    return found
        .result()
        .search()
        .map(s -> s.units().stream().collect(Collectors.toMap(SearchUnit::name, unit -> unit)))
        .orElseGet(() -> setup.space().units());
  }

  /** Candidate widths of a layer; empty for a method that does not search. */
  private List<Integer> candidates(String layer, Map<String, SearchUnit> units) {
    SearchUnit unit = units.get(layer);
    return unit == null || found.result().search().isEmpty() ? List.of() : unit.candidates();
  }

  private static String role(String layer, Role role, Map<String, SearchUnit> units) {
    return switch (role) {
      case FIRST -> "stem";
      case LAST -> "classifier";
      case SHORTCUT -> "shortcut";
      case QUANTIZED ->
          units.containsKey(layer)
              ? "searched"
              : units.values().stream()
                  .filter(u -> u.members().contains(layer))
                  .findFirst()
                  .map(u -> "tied to " + u.name())
                  .orElse("kept");
    };
  }

  private static int channels(Layer layer) {
    return layer
        .asConvolution()
        .map(Layer.Convolution::outputChannels)
        .or(() -> layer.asFullyConnected().map(Layer.FullyConnected::outputFeatures))
        .orElse(0);
  }
}
