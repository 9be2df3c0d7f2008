package dev.twobit.experiment.run;

import dev.twobit.experiment.trial.Arithmetic;
import dev.twobit.experiment.trial.TrainingPlan;
import dev.twobit.results.LearningRateProbe;
import dev.twobit.search.InitialWeights;
import java.util.Optional;

/**
 * What compared networks begin with and how all of them are trained, as asked for: by its weights a
 * network wants other quantizers and another recipe.
 *
 * @param init weights that they begin with
 * @param fresh where these are random
 * @param imported where these are the file's
 * @param probe whether the learning rate of all is chosen by a {@link RateProbe} first
 * @param probed how it was chosen, which rates of {@code fresh} and {@code imported} follow; empty:
 *     it was not
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
public record StartRequest(
    InitialWeights init,
    TeacherRequest teacher,
    Training fresh,
    Training imported,
    boolean probe,
    Optional<LearningRateProbe> probed) {
  /** At the rates of their plans. */
  public StartRequest(
      InitialWeights init, TeacherRequest teacher, Training fresh, Training imported) {
    this(init, teacher, fresh, imported, false, Optional.empty());
  }

  /** How every compared network is quantized and trained, once a seed. */
  public record Training(Arithmetic arithmetic, TrainingPlan plan) {
    private Training withRateFactor(double factor) {
      return new Training(arithmetic, plan.withRateFactor(factor));
    }
  }

  /** The same, whose learning rate a probe is to choose. */
  public StartRequest probing() {
    return new StartRequest(init, teacher, fresh, imported, true, probed);
  }

  /** The same with the learning rate that was chosen. */
  StartRequest at(LearningRateProbe chosen) {
    return new StartRequest(
        init,
        teacher,
        fresh.withRateFactor(chosen.factor()),
        imported.withRateFactor(chosen.factor()),
        probe,
        Optional.of(chosen));
  }

  /** From fresh weights, without a teacher. */
  public static StartRequest fresh(Arithmetic arithmetic, TrainingPlan plan) {
    Training training = new Training(arithmetic, plan);
    return new StartRequest(InitialWeights.FRESH, TeacherRequest.usual(), training, training);
  }

  /** The same with weights that were decided for. */
  StartRequest with(InitialWeights decided) {
    return new StartRequest(decided, teacher, fresh, imported, probe, probed);
  }

  boolean isImported() {
    return init == InitialWeights.IMPORTED;
  }

  /** How networks are trained; until it is decided, as from fresh weights. */
  public Training training() {
    return isImported() ? imported : fresh;
  }
}
