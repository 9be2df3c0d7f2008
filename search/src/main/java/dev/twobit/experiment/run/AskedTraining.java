package dev.twobit.experiment.run;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.twobit.experiment.trial.TrainingPlan;

/**
 * How networks are trained, in {@code run.yaml}.
 *
 * @param probe whether its learning rate is half, once or twice the plan's, as a probe finds; what
 *     it found is under {@code probed}
 */
public record AskedTraining(@JsonUnwrapped TrainingPlan plan, boolean probe) {}
