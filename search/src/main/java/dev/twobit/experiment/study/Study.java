package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.EvaluationTrial;
import java.util.List;

/** A figure or a table: which networks it takes, and what it makes of them. */
interface Study {
  /** As on the command line. */
  String name();

  String title();

  /** Models of the zoo that it is about, unless the user names others. */
  default List<String> models(String preset) {
    return List.of(preset.equals("paper") ? "resnet20" : "resnet8");
  }

  /** Whether its images are large ones. */
  default boolean imageNet() {
    return false;
  }

  /**
   * @param factories one a model
   */
  List<Arm> arms(List<ArmFactory> factories);

  /** Whether an arm is run before all others. */
  default boolean comesFirst(Arm arm) {
    return false;
  }

  /**
   * What is told when these are done.
   *
   * @param first the arms that {@linkplain #comesFirst come first}
   */
  default List<String> told(List<ArmResult> first) {
    return List.of();
  }

  /** Files whose own weights are tested, after all else. */
  default List<EvaluationTrial> evaluations(List<Arm> arms) {
    return List.of();
  }

  /** Whether networks are shown with costs of every kind, whatever their searches bound. */
  default boolean showsEveryCost() {
    return false;
  }

  void show(StudyView view);
}
