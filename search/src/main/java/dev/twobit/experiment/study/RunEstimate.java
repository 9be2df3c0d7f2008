package dev.twobit.experiment.study;

import dev.twobit.experiment.run.SearchRequest;
import dev.twobit.experiment.run.SearchSetup;
import dev.twobit.experiment.run.TrainingRequest;
import dev.twobit.experiment.run.TrainingRun;
import dev.twobit.experiment.trial.SearchPlan;
import dev.twobit.experiment.trial.Subjects;
import dev.twobit.experiment.trial.TrainingTrial;
import java.util.ArrayList;
import java.util.List;

/**
 * What a search or a training will do and how long that takes here, by a few measured steps; it
 * writes nothing. What was done of it before is not taken off.
 *
 * @param parts in the order they run
 */
public record RunEstimate(List<Part> parts) {
  public RunEstimate {
    parts = List.copyOf(parts);
  }

  /**
   * @param what it is, for a person
   * @param times how often; {@code seconds} of all of them
   */
  public record Part(String what, int times, double seconds) {}

  public double seconds() {
    return parts.stream().mapToDouble(Part::seconds).sum();
  }

  /** Throws a one-line error for whatever the run would be refused for before it begins. */
  public static RunEstimate of(SearchRequest request) {
    List<SearchPlan> plans =
        request.search().listed().isPresent()
            ? request.search().alternatives()
            : List.of(request.search());
    SearchSetup setup = SearchSetup.load(request.with(plans.get(0)));
    Estimate estimate = new Estimate(setup.subjects());
    boolean fresh = setup.trial().candidates().filter(c -> c.start().hasFreshWeights()).isPresent();
    int seeds = request.execution().seeds().size();
    int networks = (plans.size() > 1 ? 2 * plans.size() : 1) + 1 + (fresh ? 1 : 0);
    List<Part> parts = new ArrayList<>();
    parts.add(
        new Part(
            "search by " + request.search().method(),
            plans.size(),
            plans.size() * estimate.seconds(setup.trial())));
    parts.add(
        new Part(
            "trainings of " + setup.request().training().values().epochs() + " epochs",
            networks * seeds,
            networks * seeds * estimate.secondsOfTraining(setup.trial())));
    return new RunEstimate(parts);
  }

  /** Likewise. */
  public static RunEstimate of(TrainingRequest request) {
    Subjects subjects = new Subjects();
    TrainingTrial trial = TrainingRun.trial(request, subjects);
    return new RunEstimate(
        List.of(
            new Part(
                "training of " + trial.training().values().epochs() + " epochs",
                1,
                new Estimate(subjects).seconds(trial))));
  }
}
