package dev.twobit.search.baseline;

import dev.twobit.network.InvalidInputException;
import dev.twobit.search.FoundNetwork;
import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchProgress;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.SearchTask;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.SearchUnit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * No search: the widths that a user names, trained and reported as what others find
 * (search/docs/methods.md#widths-of-ones-own). Within the budgets or not, which the report says.
 */
final class GivenWidths implements SearchMethod {
  static final String NAME = "widths";

  private final SearchSettings settings;
  private final String text;

  /**
   * @param text a whole number for each unit, in network order, separated by commas
   */
  GivenWidths(SearchSettings settings, String text) {
    this.settings = settings;
    this.text = text;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void check(SearchTask task) {
    widths(settings.space(task.network()));
  }

  @Override
  public FoundNetwork run(SearchTask task, Path checkpoint, SearchProgress progress) {
    SearchSpace space = settings.space(task.network());
    Map<String, Integer> widths = widths(space);
    for (Map.Entry<String, Integer> unit : widths.entrySet()) {
      space = space.withCandidates(unit.getKey(), List.of(unit.getValue()));
    }
    return FoundNetwork.of(NAME, task, space, widths, Map.of());
  }

  private Map<String, Integer> widths(SearchSpace space) {
    List<SearchUnit> units = List.copyOf(space.units().values());
    List<String> given = new ArrayList<>(List.of(text.split(",", -1)));
    if (given.size() != units.size()) {
      throw new InvalidInputException(
          "--method widths: found "
              + (text.isEmpty() ? "no widths" : given.size() + " widths")
              + ", expected "
              + units.size()
              + ", one a unit, as --method widths:"
              + String.join(",", units.stream().map(u -> String.valueOf(u.nominal())).toList()));
    }
    Map<String, Integer> widths = new LinkedHashMap<>();
    for (SearchUnit unit : units) {
      widths.put(unit.name(), width(unit, given.remove(0).trim()));
    }
    return widths;
  }

  private static int width(SearchUnit unit, String word) {
    int width = word.matches("[0-9]{1,6}") ? Integer.parseInt(word) : 0;
    if (width < 1 || width % unit.multiple() != 0) {
      throw new InvalidInputException(
          "--method widths: "
              + unit.name()
              + ": found '"
              + word
              + "', expected a whole number from 1 to 999999"
              + (unit.multiple() > 1 ? " that is a multiple of " + unit.multiple() : ""));
    }
    return width;
  }
}
