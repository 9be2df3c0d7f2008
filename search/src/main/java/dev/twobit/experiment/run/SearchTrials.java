package dev.twobit.experiment.run;

import dev.twobit.experiment.trial.Arithmetic;
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
  private final SearchTrial base;

  private SearchTrials(SearchSetup setup, SearchTrial base) {
    this.setup = setup;
    this.base = base;
  }

  /**
   * Throws a one-line error for whatever does not fit together.
   *
   * @param request its folder is not used
   * @param images of the request's data, normalized as the request says
   */
  public static SearchTrials of(SearchRequest request, Images images, Subjects subjects) {
    SearchSetup setup = SearchSetup.load(request, images, subjects);
    return new SearchTrials(setup, setup.trial());
  }

  /**
   * The same at other bits of inner layers, on another accelerator. Throws a one-line error for
   * bits that the quantizers do not have or that are not deployed.
   *
   * @param hardware name or file
   */
  public SearchTrials on(int bits, String hardware) {
    Arithmetic asked = base.arithmetic();
    Arithmetic other =
        new Arithmetic(
            asked.quantization().withBits(bits), bits, asked.residualBits(), asked.precision());
    DeployableQuantizers.require(other.scheme());
    return new SearchTrials(
        setup,
        new SearchTrial(
            base.format(),
            base.subject(),
            Subjects.hardware(hardware),
            other,
            base.search(),
            base.candidates(),
            base.execution()));
  }

  /** A search by another method, under other budgets or with another seed. */
  public SearchTrial search(SearchPlan plan, long seed) {
    Execution execution = base.execution().with(seed);
    return new SearchTrial(
        base.format(),
        base.subject(),
        base.hardware(),
        base.arithmetic(),
        plan,
        base.candidates()
            .map(c -> new CandidateTraining(c.start(), c.training().executed(execution))),
        execution);
  }

  /** A warning where weights in a file probably saw the images that choose. */
  public static Optional<String> heldOutWarning(EvaluationTrialResult imported) {
    return ImportedEvaluation.Outcome.of(imported).warning();
  }

  /** The full training of a network that a search compares, deployed. */
  public TrainingTrial training(Structure structure, long seed) {
    return RunTrainings.trial(
        setup, NetworkKind.QUANTIZED_ORIGINAL, structure, base.arithmetic(), seed);
  }
}
