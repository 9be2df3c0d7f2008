package dev.twobit.experiment.trial;

import dev.twobit.precision.BitPlan;
import dev.twobit.search.SearchTask;
import dev.twobit.search.cost.CostModel;
import dev.twobit.tensor.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What searches of one file share, whatever their budgets and methods: costs that were simulated,
 * the weights that networks inherit with what was measured of them, the teacher. What was asked for
 * last is kept. May be used from any number of threads.
 */
final class SearchParts {
  /** Of one network at a few bits and on a few accelerators. */
  private static final int MOST_COUNTED = 6;

  private final Subjects subjects;
  private final List<Known> last = new ArrayList<>();
  private final List<Counted> counted = new ArrayList<>();

  SearchParts(Subjects subjects) {
    this.subjects = subjects;
  }

  /** What weights and teacher depend on; sums in other threads are rounded otherwise. */
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // as the trial has it
  private record Key(Subject subject, Optional<CandidateTraining> candidates, int threads) {
    static Key of(SearchTrial trial) {
      return new Key(trial.subject(), trial.candidates(), trial.execution().threads());
    }
  }

  /** The costs of a network, and what compared networks begin with. */
  record Parts(CostModel costs, SearchTask.Start start) {}

  private record Known(Key key, SearchTask.Start start) {}

  /** What a network costs, however it is trained. */
  private record Counted(Content model, Content hardware, BitPlan plan, CostModel costs) {
    boolean isOf(Content otherModel, Content otherHardware, BitPlan otherPlan) {
      return model.equals(otherModel) && hardware.equals(otherHardware) && plan.equals(otherPlan);
    }
  }

  /** The costs of a network alone. */
  synchronized CostModel costs(Content model, Content hardware, BitPlan plan) {
    Optional<Counted> known =
        counted.stream().filter(c -> c.isOf(model, hardware, plan)).findFirst();
    if (known.isPresent()) {
      return known.get().costs;
    }
    if (counted.size() == MOST_COUNTED) {
      counted.remove(0);
    }
    CostModel costs = new CostModel(subjects.network(model), subjects.hardware(hardware), plan);
    counted.add(new Counted(model, hardware, plan, costs));
    return costs;
  }

  /** Of the trial, read and measured at the first time. */
  synchronized Parts of(SearchTrial trial) {
    Key key = Key.of(trial);
    if (last.isEmpty() || !last.get(0).key.equals(key)) {
      last.clear(); // before another is made: weights are large
      last.add(new Known(key, made(trial)));
    }
    return new Parts(
        costs(trial.subject().model(), trial.hardware(), trial.arithmetic().plan()),
        last.get(0).start);
  }

  private SearchTask.Start made(SearchTrial trial) {
    PreparedNetwork prepared = subjects.prepared(trial.subject().model());
    Torch.useThreads(trial.execution().threads());
    StartingPoint start =
        new StartingPoint(subjects, prepared, subjects.images(trial.subject().images()));
    return trial.candidates().map(start::candidates).orElseGet(SearchTask.Start::fresh);
  }
}
