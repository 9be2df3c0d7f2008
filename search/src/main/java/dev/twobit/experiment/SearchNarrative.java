package dev.twobit.experiment;

import dev.twobit.experiment.results.LayerWidth;
import dev.twobit.experiment.results.SearchTrajectory;
import dev.twobit.experiment.results.SearchTrajectory.Expansion;
import dev.twobit.experiment.results.SearchTrajectory.LayerDecision;
import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.ConvolutionRoles.Role;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.search.CandidateGrid;
import dev.twobit.search.SearchResult;
import dev.twobit.search.SearchUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the search did to each layer, and why. */
final class SearchNarrative {
  private final SearchSetup setup;
  private final SearchResult found;
  private final Network adapted;
  private final EpochHistory history;

  SearchNarrative(SearchSetup setup, SearchResult found, Network adapted, EpochHistory history) {
    this.setup = setup;
    this.found = found;
    this.adapted = adapted;
    this.history = history;
  }

  SearchTrajectory trajectory() {
    return new SearchTrajectory(
        String.format(
            Locale.ROOT,
            "NCE, 2 sampled widths, Adds aligned, grid %s, threshold %.2f, cost weight %s;"
                + " winner takes all of search epoch %d",
            found.space().grid().name().toLowerCase(Locale.ROOT),
            setup.settings().threshold(),
            setup.settings().costWeight(),
            found.chosenEpoch()),
        history.epochs(),
        found.expansions().stream()
            .map(
                e ->
                    new Expansion(e.epoch(), e.unit(), e.fromWidth(), e.toWidth(), e.probability()))
            .toList(),
        found.space().units().values().stream().map(this::decision).toList());
  }

  private LayerDecision decision(SearchUnit unit) {
    int expansions =
        (int) found.expansions().stream().filter(e -> e.unit().equals(unit.name())).count();
    return new LayerDecision(
        unit.name(),
        found.projected().getOrDefault(unit.name(), unit.nominal()),
        found.widestProbability().getOrDefault(unit.name(), 0.0),
        setup.settings().threshold(),
        expansions,
        expansions > 0 ? "" : reason(unit));
  }

  private String reason(SearchUnit unit) {
    double highest = history.highest(unit.name());
    if (highest > setup.settings().threshold()
        && unit.candidates().size() >= CandidateGrid.MOST_CANDIDATES) {
      return "has as many candidates as there may be";
    }
    return String.format(
        Locale.ROOT,
        "its widest candidate's probability came to %.3f at most, threshold %.2f",
        highest,
        setup.settings().threshold());
  }

  /** Layers of the original in its order, then those that the adaptation inserted. */
  List<LayerWidth> widths() {
    Map<String, Role> roles = ConvolutionRoles.of(setup.network());
    List<LayerWidth> widths = new ArrayList<>();
    for (Layer layer : setup.network().layers()) {
      if (roles.containsKey(layer.name())) {
        SearchUnit unit = found.space().units().get(layer.name());
        widths.add(
            new LayerWidth(
                layer.name(),
                role(roles.get(layer.name()), unit != null),
                channels(layer),
                adapted.layer(layer.name()).map(SearchNarrative::channels).orElse(0),
                unit == null ? List.of() : unit.candidates()));
      }
    }
    for (Layer layer : adapted.layers()) {
      if (ConvolutionRoles.isWeighted(layer) && setup.network().layer(layer.name()).isEmpty()) {
        widths.add(new LayerWidth(layer.name(), "inserted", 0, channels(layer), List.of()));
      }
    }
    return widths;
  }

  private static String role(Role role, boolean searched) {
    return switch (role) {
      case FIRST -> "stem";
      case LAST -> "classifier";
      case SHORTCUT -> "shortcut";
      case QUANTIZED -> searched ? "searched" : "kept";
    };
  }

  private static int channels(Layer layer) {
    if (layer instanceof Layer.Convolution c) {
      return c.outputChannels();
    }
    return layer instanceof Layer.FullyConnected f ? f.outputFeatures() : 0;
  }
}
