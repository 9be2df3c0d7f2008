package dev.twobit.experiment.run;

import dev.twobit.experiment.trial.Arithmetic;
import dev.twobit.experiment.trial.Execution;
import dev.twobit.experiment.trial.Inputs;
import dev.twobit.experiment.trial.SearchPlan;
import dev.twobit.experiment.trial.TrainingPlan;
import java.nio.file.Path;
import java.util.List;

/**
 * Everything one search run is asked for; {@code run.yaml} holds all but the folder, and the run
 * can be repeated from it.
 *
 * @param hardware name in the catalog or path of a YAML file
 * @param start what compared networks begin with and how they are trained
 * @param out run folder
 * @param resume continue what is in {@code out}
 * @param command the words that ask for it, {@code twobit} first; empty: no command did
 */
public record SearchRequest(
    Inputs inputs,
    String hardware,
    StartRequest start,
    SearchPlan search,
    Execution execution,
    Path out,
    boolean resume,
    List<String> command) {
  public SearchRequest {
    command = List.copyOf(command);
  }

  /** Asked for by no command. */
  public SearchRequest(
      Inputs inputs,
      String hardware,
      StartRequest start,
      SearchPlan search,
      Execution execution,
      Path out,
      boolean resume) {
    this(inputs, hardware, start, search, execution, out, resume, List.of());
  }

  /** The same, asked for by these words. */
  public SearchRequest by(List<String> words) {
    return new SearchRequest(inputs, hardware, start, search, execution, out, resume, words);
  }

  public Arithmetic arithmetic() {
    return start.training().arithmetic();
  }

  /** Of every compared network, once a seed. */
  public TrainingPlan training() {
    return start.training().plan();
  }

  /** The same network found otherwise, or under other budgets. */
  public SearchRequest with(SearchPlan other) {
    return new SearchRequest(inputs, hardware, start, other, execution, out, resume, command);
  }

  /** The same, whose networks are trained otherwise. */
  SearchRequest with(StartRequest decided) {
    return with(decided, inputs.normalization());
  }

  /** The same, with what was decided of the weights. */
  SearchRequest with(StartRequest decided, String normalization) {
    return new SearchRequest(
        inputs.normalized(normalization),
        hardware,
        decided,
        search,
        execution,
        out,
        resume,
        command);
  }
}
