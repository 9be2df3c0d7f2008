package dev.twobit.experiment.exam;

import dev.twobit.experiment.study.StudyStatistics;
import dev.twobit.experiment.trial.JudgingTrial;
import dev.twobit.results.study.StudyTable;
import dev.twobit.search.exam.Exam;
import dev.twobit.search.exam.ExamScore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The regime's exam: whether widths matter at all in these trainings. Where the network at 1.5
 * times its widths is hardly better, no search of widths can be told from another.
 *
 * @param scores by the multiple of all widths, one a full training
 */
record WidthResponse(Map<Double, List<ExamScore>> scores) {
  private static final double ONCE = 1;
  private static final double WIDER = 1.5;
  private static final List<Double> MULTIPLES = List.of(0.5, ONCE, WIDER, 2.0);

  /** Points of top-1 from 1 to 1.5 times the widths, at the least. */
  private static final double LEAST_POINTS = 1.5;

  /** The full trainings by multiple. */
  static Map<Double, List<JudgingTrial>> trials(ExamTrials trials, Exam exam) {
    Map<Double, List<JudgingTrial>> all = new LinkedHashMap<>();
    MULTIPLES.forEach(times -> all.put(times, trials.full(exam.scaled(times))));
    return all;
  }

  StudyTable table() {
    List<List<String>> rows = new ArrayList<>();
    scores.forEach(
        (times, all) -> {
          List<Double> top1 = all.stream().map(ExamScore::top1Percent).toList();
          List<Double> nats = all.stream().map(ExamScore::crossEntropy).toList();
          rows.add(
              List.of(
                  times + "x",
                  ExamPage.nats(nats),
                  ExamPage.percent(top1),
                  String.format(Locale.ROOT, "%+.2f", mean(times) - mean(ONCE))));
        });
    double gain = mean(WIDER) - mean(ONCE);
    return new StudyTable(
        "The width response",
        List.of("all widths", "#cross-entropy", "#top-1", "#points against 1.0x"),
        rows,
        String.format(
            Locale.ROOT,
            "From 1.0x to 1.5x %+.2f points: %s",
            gain,
            gain >= LEAST_POINTS
                ? "widths matter in these trainings."
                : "less than 1.5, so widths hardly matter in these trainings, and searches cannot"
                    + " be told from one another."));
  }

  private double mean(double times) {
    List<ExamScore> all = scores.getOrDefault(times, List.of());
    return StudyStatistics.summary(all.stream().map(ExamScore::top1Percent).toList()).mean();
  }
}
