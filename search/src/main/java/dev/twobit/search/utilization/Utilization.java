package dev.twobit.search.utilization;

import dev.twobit.search.SearchMethod;
import dev.twobit.search.SearchSettings;
import dev.twobit.search.contest.ComparedSearch;
import dev.twobit.search.contest.TrainedJudge;

/**
 * Widths moved by what lane groups are worth for what they cost
 * (search/docs/methods.md#utilization), and the final.
 */
public final class Utilization {
  /** Its name in options and results. */
  public static final String NAME = "utilization";

  private Utilization() {}

  /**
   * The method.
   *
   * @param uniform finds the best uniform scaling within the budgets
   */
  public static SearchMethod method(
      SearchSettings settings, ComparedSearch.Running running, SearchMethod uniform) {
    return new ComparedSearch(NAME, settings, running, uniform, Utilization::trained);
  }

  private static ComparedSearch.Plan trained(ComparedSearch.Scene scene) {
    TrainedJudge judge = TrainedJudge.of(scene, TrainedJudge.parent(scene.task(), scene.space()));
    int epochs =
        scene.settings().utilization().measuredEpochs(scene.task().start().recipe().epochs());
    MaskedLosses masked = new MaskedLosses(scene, judge, epochs);
    Utility utility = new KeptLosses(masked, masked::judging, scene.checkpoint());
    return new ComparedSearch.Plan(judge, new Iterations(scene, utility));
  }
}
