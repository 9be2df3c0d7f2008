package dev.twobit.experiment.trial;

import dev.twobit.search.exam.ExamNetwork;
import java.util.List;
import java.util.Locale;

/**
 * Networks to examine judges with.
 *
 * @param networks the original first where it meets the budgets
 */
public record DrawTrialResult(List<ExamNetwork> networks, double seconds) implements TrialResult {
  public DrawTrialResult {
    networks = List.copyOf(networks);
  }

  @Override
  public String outcome() {
    return String.format(Locale.ROOT, "%d networks", networks.size());
  }
}
