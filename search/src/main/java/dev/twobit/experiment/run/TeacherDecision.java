package dev.twobit.experiment.run;

import dev.twobit.experiment.trial.Content;
import dev.twobit.experiment.trial.NormalizationChoice;
import dev.twobit.experiment.trial.PreparedData;
import dev.twobit.experiment.trial.PreparedNetwork;
import dev.twobit.experiment.trial.Start;
import dev.twobit.experiment.trial.Subjects;
import dev.twobit.onnx.read.ModelSource;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whom networks of a run learn from, and that network's normalization.
 *
 * @param teacher empty: no one
 * @param told for a person, a line
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
record TeacherDecision(Optional<Start.TeacherNetwork> teacher, String told) {
  private static final String SAME = "same";

  /**
   * @param decided with its weights decided for
   * @param model the file that is adapted
   * @param images whose training images a teacher's normalization is found by
   */
  static TeacherDecision of(
      SearchRequest decided, Content model, PreparedData images, Subjects subjects) {
    TeacherRequest asked = decided.start().teacher();
    if (asked.isNone() || asked.isItself() && !decided.start().isImported()) {
      return new TeacherDecision(Optional.empty(), "no teacher");
    }
    if (decided.training().values().optimization().loss().teacherWeight() == 0) {
      return new TeacherDecision(
          Optional.empty(),
          "no teacher: recipe "
              + decided.training().recipe()
              + " gives loss.distillation no weight");
    }
    return asked.isItself()
        ? new TeacherDecision(
            Optional.of(new Start.TeacherNetwork(model, SAME)), "teacher: the file itself")
        : another(asked, decided, images, subjects);
  }

  private static TeacherDecision another(
      TeacherRequest asked, SearchRequest decided, PreparedData images, Subjects subjects) {
    Content file = Subjects.model(ModelSource.of(Path.of(asked.network())));
    PreparedNetwork network = subjects.prepared(file).requireWeights("a trained teacher");
    images.data().requireFit(network.canonical());
    if (asked.normalization().equals(SAME)) {
      return new TeacherDecision(
          Optional.of(new Start.TeacherNetwork(file, SAME)), "teacher: " + asked.network());
    }
    NormalizationChoice compared =
        NormalizationChoice.of(
            network, images, asked.normalization(), decided.execution().threads());
    return new TeacherDecision(
        Optional.of(new Start.TeacherNetwork(file, compared.best().normalization())),
        "teacher: "
            + asked.network()
            + ", top-1 on "
            + compared.images()
            + " training images "
            + compared.described());
  }
}
