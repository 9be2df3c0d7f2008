package dev.twobit.experiment.trial;

import dev.twobit.network.CostKind;
import dev.twobit.network.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Budgets as a user writes them, {@code kind=value}, of which one may be a list, {@code
 * latency=0.6x,0.8x,1.0x}: a network for each of its values is asked for.
 */
final class BudgetLists {
  private static final String COMMA = ",";

  private BudgetLists() {}

  static boolean isList(String budget) {
    return budget.contains(COMMA);
  }

  /**
   * The budgets of each network, in the order of the list; one without a list. Throws a one-line
   * error for two lists, and for a value that is given twice or left out.
   */
  static List<List<String>> alternatives(List<String> budgets) {
    List<String> lists = budgets.stream().filter(BudgetLists::isList).toList();
    if (lists.size() > 1) {
      throw new InvalidInputException(
          "budgets: found lists in "
              + lists.stream().map(BudgetLists::option).collect(Collectors.joining(" and "))
              + ", expected one list at the most");
    }
    return lists.isEmpty() ? List.of(budgets) : alternatives(budgets, lists.get(0));
  }

  private static List<List<String>> alternatives(List<String> budgets, String list) {
    List<List<String>> all = new ArrayList<>();
    for (String value : values(list)) {
      String one = kind(list) + "=" + value;
      all.add(budgets.stream().map(b -> b.equals(list) ? one : b).toList());
    }
    return all;
  }

  private static List<String> values(String list) {
    List<String> values = new ArrayList<>();
    for (String part : value(list).split(COMMA, -1)) {
      String value = part.strip();
      if (value.isEmpty()) {
        throw new InvalidInputException(
            option(list) + ": found a list with a value left out, expected one after each comma");
      }
      if (values.contains(value)) {
        throw new InvalidInputException(
            option(list) + ": found " + value + " twice, expected each value of a list once");
      }
      values.add(value);
    }
    return values;
  }

  static String kind(String budget) {
    return budget.substring(0, Math.max(0, budget.indexOf('=')));
  }

  static String value(String budget) {
    return budget.substring(kind(budget).length() + 1);
  }

  private static String option(String budget) {
    return "%s '%s'".formatted(CostKind.named(kind(budget)).option(), value(budget));
  }
}
