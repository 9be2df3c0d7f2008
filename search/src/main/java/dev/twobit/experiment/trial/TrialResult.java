package dev.twobit.experiment.trial;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Locale;

/** What a trial ends with: a value, the same wherever and however often interrupted it was run. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SearchTrialResult.class, name = "search"),
  @JsonSubTypes.Type(value = TrainingTrialResult.class, name = "training"),
  @JsonSubTypes.Type(value = ProbeTrialResult.class, name = "probe"),
  @JsonSubTypes.Type(value = EvaluationTrialResult.class, name = "evaluation"),
  @JsonSubTypes.Type(value = DrawTrialResult.class, name = "draw"),
  @JsonSubTypes.Type(value = JudgingTrialResult.class, name = "judging")
})
public sealed interface TrialResult
    permits SearchTrialResult,
        TrainingTrialResult,
        ProbeTrialResult,
        EvaluationTrialResult,
        DrawTrialResult,
        JudgingTrialResult {
  /** Time it took, over all sittings; no two runs agree in it. */
  double seconds();

  /** For a person, in a few words. */
  String outcome();

  /** How the percentage of a test is told. */
  static String test(double percent) {
    return String.format(Locale.ROOT, "test %.2f %%", percent);
  }
}
