package dev.twobit.experiment.trial;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a trial ends with: a value, the same wherever and however often interrupted it was run. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SearchTrialResult.class, name = "search"),
  @JsonSubTypes.Type(value = TrainingTrialResult.class, name = "training"),
  @JsonSubTypes.Type(value = EvaluationTrialResult.class, name = "evaluation")
})
public sealed interface TrialResult
    permits SearchTrialResult, TrainingTrialResult, EvaluationTrialResult {
  /** Time it took, over all sittings; no two runs agree in it. */
  double seconds();
}
