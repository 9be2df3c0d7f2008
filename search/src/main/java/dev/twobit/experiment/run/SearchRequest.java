package dev.twobit.experiment.run;

import dev.twobit.experiment.trial.Arithmetic;
import dev.twobit.experiment.trial.Execution;
import dev.twobit.experiment.trial.Inputs;
import dev.twobit.experiment.trial.SearchPlan;
import dev.twobit.experiment.trial.TrainingPlan;
import java.nio.file.Path;

/**
 * Everything one search run is asked for; {@code run.yaml} holds all but the folder, and the run
 * can be repeated from it.
 *
 * @param hardware name in the catalog or path of a YAML file
 * @param training of every compared network, once a seed
 * @param out run folder
 * @param resume continue what is in {@code out}
 */
public record SearchRequest(
    Inputs inputs,
    String hardware,
    Arithmetic arithmetic,
    SearchPlan search,
    TrainingPlan training,
    Execution execution,
    Path out,
    boolean resume) {}
