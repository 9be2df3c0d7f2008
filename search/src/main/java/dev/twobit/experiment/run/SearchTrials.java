package dev.twobit.experiment.run;

import dev.twobit.experiment.trial.CandidateTraining;
import dev.twobit.experiment.trial.EvaluationTrialResult;
import dev.twobit.experiment.trial.Execution;
import dev.twobit.experiment.trial.Images;
import dev.twobit.experiment.trial.SearchPlan;
import dev.twobit.experiment.trial.SearchTrial;
import dev.twobit.experiment.trial.Structure;
import dev.twobit.experiment.trial.Subjects;
import dev.twobit.experiment.trial.TrainingTrial;
import dev.twobit.results.NetworkKind;
import java.util.Optional;

/**
 * The trials of {@code twobit search}, for whoever runs several of them: what networks begin with,
 * whom they learn from and how they are trained is decided as there, once.
 */
public final class SearchTrials {
  private final SearchSetup setup;

  private SearchTrials(SearchSetup setup) {
    this.setup = setup;
  }

  /**
   * Throws a one-line error for whatever does not fit together.
   *
   * @param request its folder is not used
   * @param images of the request's data, normalized as the request says
   */
  public static SearchTrials of(SearchRequest request, Images images, Subjects subjects) {
    return new SearchTrials(SearchSetup.load(request, images, subjects));
  }

  /** A search by another method, under other budgets or with another seed. */
  public SearchTrial search(SearchPlan plan, long seed) {
    SearchTrial trial = setup.trial();
    Execution execution = trial.execution().with(seed);
    return new SearchTrial(
        trial.format(),
        trial.subject(),
        trial.hardware(),
        trial.arithmetic(),
        plan,
        trial
            .candidates()
            .map(c -> new CandidateTraining(c.start(), c.training().executed(execution))),
        execution);
  }

  /** A warning where weights in a file probably saw the images that choose. */
  public static Optional<String> heldOutWarning(EvaluationTrialResult imported) {
    return ImportedEvaluation.Outcome.of(imported).warning();
  }

  /** The full training of a network that a search compares, deployed. */
  public TrainingTrial training(Structure structure, long seed) {
    return RunTrainings.trial(setup, NetworkKind.QUANTIZED_ORIGINAL, structure, seed);
  }
}
