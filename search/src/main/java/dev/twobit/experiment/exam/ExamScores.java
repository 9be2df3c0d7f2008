package dev.twobit.experiment.exam;

import dev.twobit.experiment.study.StudyStatistics;
import dev.twobit.search.exam.ExamNetwork;
import dev.twobit.search.exam.ExamScore;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * What networks are ranked by: the scores that are graded, and the truths they are graded against.
 *
 * @param epochs of each short training, the shortest first; 0: calibrated, not trained
 */
record ExamScores(List<Examined> networks, List<Integer> epochs) {
  ExamScores {
    networks = List.copyOf(networks);
    epochs = List.copyOf(epochs);
  }

  /** By the search's judges, then by what needs none; MACs x PARAMs is the last. */
  List<RankedScore> graded() {
    List<RankedScore> scores = new ArrayList<>();
    scores.add(counted("kept importance", true, ExamNetwork::value));
    for (int i = 0; i < epochs.size(); i++) {
      int at = i;
      scores.add(score(title(epochs.get(i)), true, n -> -n.brief().get(at).crossEntropy()));
    }
    scores.add(counted("MACs", false, ExamNetwork::macs));
    scores.add(counted("PARAMs", false, ExamNetwork::params));
    scores.add(size());
    return scores;
  }

  /** What a judge has to beat. */
  RankedScore size() {
    return counted("MACs x PARAMs", false, n -> n.macs() * n.params());
  }

  RankedScore crossEntropy() {
    return score("held-out cross-entropy", false, n -> -n.last(ExamScore::crossEntropy));
  }

  RankedScore top1() {
    return score("held-out top-1", false, n -> n.last(ExamScore::top1Percent));
  }

  /** For a person. */
  static String title(int epochs) {
    return epochs == 0
        ? "calibrated, not trained"
        : "trained for " + epochs + (epochs == 1 ? " epoch" : " epochs");
  }

  /**
   * Mean rho of two full trainings by cross-entropy: what a score can reach is limited by how well
   * they agree. Empty for one training each.
   */
  OptionalDouble agreement() {
    int trainings = networks.get(0).full().size();
    List<Double> rhos = new ArrayList<>();
    for (int a = 0; a < trainings; a++) {
      for (int b = a + 1; b < trainings; b++) {
        StudyStatistics.spearmanRho(training(a), training(b)).ifPresent(rhos::add);
      }
    }
    return rhos.stream().mapToDouble(Double::doubleValue).average();
  }

  private double[] training(int at) {
    return networks.stream().mapToDouble(n -> n.full().get(at).crossEntropy()).toArray();
  }

  private RankedScore counted(String name, boolean judge, ToDoubleFunction<ExamNetwork> figure) {
    return score(name, judge, n -> figure.applyAsDouble(n.network()));
  }

  private RankedScore score(String name, boolean judge, ToDoubleFunction<Examined> goodness) {
    return new RankedScore(
        name, judge, networks.stream().map(n -> goodness.applyAsDouble(n)).toList());
  }
}
