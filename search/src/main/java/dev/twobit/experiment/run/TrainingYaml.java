package dev.twobit.experiment.run;

import dev.twobit.experiment.Software;
import dev.twobit.experiment.trial.Arithmetic;
import dev.twobit.experiment.trial.Execution;
import dev.twobit.io.Sha256;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code run.yaml} of a training: everything needed to repeat it to the bit on the same type of
 * processor, the whole recipe included.
 *
 * @param init weights that it begins with: {@code fresh} or {@code imported}
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
public record TrainingYaml(
    Software software,
    InputFiles inputs,
    String init,
    Arithmetic arithmetic,
    Optional<TeacherNetwork> teacher,
    AskedTraining training,
    Execution execution) {

  /**
   * @param file as given, its {@code --input-shape} behind it
   * @param sha256 of the file's bytes, hexadecimal
   * @param normalization its own, or {@code same} as the student's
   */
  public record TeacherNetwork(String file, String sha256, String normalization) {
    static TeacherNetwork of(TrainingRequest.TeacherFile given) throws IOException {
      return new TeacherNetwork(
          given.source().toString(), Sha256.of(given.source().file()), given.normalization());
    }
  }

  /**
   * @param normalization that was used, {@code auto} resolved
   */
  static TrainingYaml of(TrainingRequest request, String normalization) throws IOException {
    Optional<TrainingRequest.TeacherFile> teacher = request.teacher();
    return new TrainingYaml(
        Software.current(),
        InputFiles.of(request.inputs(), normalization),
        request.init().name().toLowerCase(Locale.ROOT),
        request.arithmetic(),
        teacher.isPresent() ? Optional.of(TeacherNetwork.of(teacher.get())) : Optional.empty(),
        new AskedTraining(request.training(), request.probe()),
        request.execution());
  }
}
