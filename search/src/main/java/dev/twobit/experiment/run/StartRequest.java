package dev.twobit.experiment.run;

import dev.twobit.experiment.trial.Arithmetic;
import dev.twobit.experiment.trial.TrainingPlan;
import dev.twobit.search.InitialWeights;

/**
 * What compared networks begin with and how all of them are trained, as asked for: by its weights a
 * network wants other quantizers and another recipe.
 *
 * @param init weights that they begin with
 * @param fresh where these are random
 * @param imported where these are the file's
 */
public record StartRequest(
    InitialWeights init, TeacherRequest teacher, Training fresh, Training imported) {

  /** How every compared network is quantized and trained, once a seed. */
  public record Training(Arithmetic arithmetic, TrainingPlan plan) {}

  /** From fresh weights, without a teacher. */
  public static StartRequest fresh(Arithmetic arithmetic, TrainingPlan plan) {
    Training training = new Training(arithmetic, plan);
    return new StartRequest(InitialWeights.FRESH, TeacherRequest.usual(), training, training);
  }

  /** The same with weights that were decided for. */
  StartRequest with(InitialWeights decided) {
    return new StartRequest(decided, teacher, fresh, imported);
  }

  boolean isImported() {
    return init == InitialWeights.IMPORTED;
  }

  /** How networks are trained; until it is decided, as from fresh weights. */
  public Training training() {
    return isImported() ? imported : fresh;
  }
}
