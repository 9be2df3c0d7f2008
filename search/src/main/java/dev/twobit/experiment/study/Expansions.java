package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.SearchTrialResult;
import dev.twobit.search.SearchEpoch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells in words which layers a search expanded, and what became of them. */
final class Expansions {
  private Expansions() {}

  static void tell(StudyView view) {
    for (ArmResult arm : view.arms()) {
      SearchTrialResult found = arm.found();
      if (found.expansions().isEmpty()) {
        continue;
      }
      Map<String, Integer> counts = new LinkedHashMap<>();
      for (SearchEpoch.Expansion e : found.expansions()) {
        counts.merge(e.unit(), 1, Integer::sum);
      }
      List<String> parts =
          counts.entrySet().stream()
              .map(
                  e ->
                      "%s %d times, %d channels of originally %d"
                          .formatted(
                              e.getKey(),
                              e.getValue(),
                              found.widths().getOrDefault(e.getKey(), 0),
                              found.original().getOrDefault(e.getKey(), 0)))
              .toList();
      view.note(arm.arm().label() + " expanded " + String.join("; ", parts) + ".");
    }
  }
}
