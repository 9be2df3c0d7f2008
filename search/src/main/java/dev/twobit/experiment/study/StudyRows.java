package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.Arithmetic;
import dev.twobit.experiment.trial.SearchTrial;
import dev.twobit.experiment.trial.SearchTrialResult;
import dev.twobit.experiment.trial.TrainingTrialResult;
import dev.twobit.experiment.trial.TrialJson;
import dev.twobit.results.study.StudyRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A row a training, and one of a network that has none. */
final class StudyRows {
  private StudyRows() {}

  /** In the order of the arms. */
  static List<StudyRow> of(List<ArmResult> arms) {
    List<StudyRow> rows = new ArrayList<>();
    for (ArmResult arm : arms) {
      if (arm.trainings().isEmpty()) {
        rows.add(row(arm, Optional.empty()));
      }
      for (int i = 0; i < arm.trainings().size(); i++) {
        TrainingTrialResult t = arm.trainings().get(i);
        rows.add(
            row(
                arm,
                Optional.of(
                    new StudyRow.Training(
                        TrialJson.key(arm.trained().get(i)),
                        arm.trained().get(i).execution().seed(),
                        t.top1Percent(),
                        t.deployedTop1Percent(),
                        t.top5Percent(),
                        t.bestTop1Percent()))));
      }
    }
    return rows;
  }

  /** Of inner layers, then of those that have others. */
  static String bits(ArmResult arm) {
    Arithmetic found = arm.found().arithmetic(arm.arm().search().arithmetic());
    List<String> bits = new ArrayList<>();
    bits.add(found.quantization().isNone() ? "float" : String.valueOf(found.bits()));
    bits.addAll(found.bitsOf());
    return String.join(" ", bits);
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // empty: not trained
  private static StudyRow row(ArmResult arm, Optional<StudyRow.Training> training) {
    SearchTrialResult found = arm.found();
    SearchTrial search = arm.arm().search();
    Map<String, Double> relative = new LinkedHashMap<>();
    found.costs().keySet().forEach(kind -> relative.put(kind, found.relative(kind)));
    return new StudyRow(
        arm.arm().group(),
        arm.arm().label(),
        arm.model(),
        new StudyRow.Core(search.hardware().where(), bits(arm)),
        new StudyRow.Found(
            TrialJson.key(search),
            search.search().method(),
            search.search().budgets(),
            search.execution().seed(),
            found.costs(),
            relative,
            found.expansions().size(),
            found.widths()),
        training);
  }
}
