package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.EvaluationTrial;
import dev.twobit.experiment.trial.EvaluationTrialResult;
import dev.twobit.results.study.StudyChart;
import dev.twobit.results.study.StudyResult;
import dev.twobit.results.study.StudyTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a study has to show, put together by it from what its trials ended with. */
final class StudyView {
  private final List<ArmResult> arms;
  private final Map<EvaluationTrial, EvaluationTrialResult> evaluated;
  private final List<String> texts = new ArrayList<>();
  private final List<StudyTable> tables = new ArrayList<>();
  private final List<StudyChart> charts = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  StudyView(List<ArmResult> arms, Map<EvaluationTrial, EvaluationTrialResult> evaluated) {
    this.arms = List.copyOf(arms);
    this.evaluated = Collections.unmodifiableMap(new LinkedHashMap<>(evaluated));
  }

  /** Tests of files' own weights. */
  Map<EvaluationTrial, EvaluationTrialResult> evaluated() {
    return evaluated;
  }

  List<ArmResult> arms() {
    return arms;
  }

  /** Groups in the order of their first arm. */
  Map<String, List<ArmResult>> groups() {
    Map<String, List<ArmResult>> groups = new LinkedHashMap<>();
    for (ArmResult arm : arms) {
      groups.computeIfAbsent(arm.arm().group(), g -> new ArrayList<>()).add(arm);
    }
    return groups;
  }

  List<ArmResult> group(String name) {
    return arms.stream().filter(a -> a.arm().group().equals(name)).toList();
  }

  StudyView text(String text) {
    texts.add(text);
    return this;
  }

  StudyView table(StudyTable table) {
    tables.add(table);
    return this;
  }

  StudyView chart(StudyChart chart) {
    charts.add(chart);
    return this;
  }

  StudyView note(String note) {
    notes.add(note);
    return this;
  }

  StudyResult.Page page() {
    return new StudyResult.Page(texts, tables, charts, notes);
  }
}
