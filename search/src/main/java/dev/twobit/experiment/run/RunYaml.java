package dev.twobit.experiment.run;

import dev.twobit.experiment.Software;
import dev.twobit.experiment.trial.Arithmetic;
import dev.twobit.experiment.trial.Execution;
import dev.twobit.experiment.trial.SearchPlan;
import dev.twobit.experiment.trial.Start;
import java.io.IOException;

/**
 * {@code run.yaml}: everything needed to repeat a run to the bit, after defaults were filled in.
 *
 * @param hardware name in the catalog or path of a YAML file
 * @param search with every key of the search
 * @param start what compared networks begin with, as it was decided
 * @param training the recipe and every value of it, with the first seed
 */
record RunYaml(
    Software software,
    InputFiles inputs,
    String hardware,
    Arithmetic arithmetic,
    SearchPlan search,
    Start start,
    AskedTraining training,
    Execution execution) {

  /**
   * @param request with what was decided
   */
  static RunYaml of(SearchRequest request, Start start) throws IOException {
    return new RunYaml(
        Software.current(),
        InputFiles.of(request.inputs(), request.inputs().normalization()),
        request.hardware(),
        request.arithmetic(),
        request.search(),
        start,
        new AskedTraining(
            request.training().executed(request.execution()), request.start().probe()),
        request.execution());
  }
}
