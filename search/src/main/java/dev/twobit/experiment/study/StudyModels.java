package dev.twobit.experiment.study;

import dev.twobit.experiment.trial.Content;
import dev.twobit.experiment.trial.Subjects;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.ModelZoo;
import dev.twobit.onnx.read.ModelSource;
import dev.twobit.onnx.write.OnnxExporter;
import dev.twobit.training.data.ImageDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Models by file, or by a name of the zoo: then built for the images of the study. */
final class StudyModels {
  private static final long SEED = 1;

  private final StudyRequest request;
  private final Subjects subjects;

  StudyModels(StudyRequest request, Subjects subjects) {
    this.request = request;
    this.subjects = subjects;
  }

  Content model(String fileOrName) throws IOException {
    Optional<ModelZoo.Model> zoo =
        Arrays.stream(ModelZoo.Model.values())
            .filter(m -> m.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(fileOrName))
            .findFirst();
    if (zoo.isEmpty()) {
      Path file = Path.of(fileOrName);
      if (!Files.isRegularFile(file)) {
        throw new InvalidInputException(
            "--model: found '"
                + fileOrName
                + "', expected an ONNX file or a name such as resnet8 (see 'twobit model --help')");
      }
      return Subjects.model(new ModelSource(file, request.inputs().sizes()));
    }
    if (!request.inputs().sizes().isNone()) {
      throw new InvalidInputException(
          "--input-shape: found --model " + fileOrName + ", built for the data; expected a file");
    }
    ImageDataset train = subjects.source(request.inputs().data()).train();
    if (train.height() != train.width()) {
      throw new InvalidInputException(
          "--model " + fileOrName + ": found images that are not square; expected an ONNX file");
    }
    Path file =
        request
            .out()
            .resolve("models")
            .resolve(
                "%s-%dx%d-%d.onnx"
                    .formatted(fileOrName, train.channels(), train.height(), train.classes()));
    if (!Files.exists(file)) {
      Files.createDirectories(file.getParent());
      OnnxExporter.write(
          ModelZoo.build(zoo.get(), train.channels(), train.classes(), train.height(), SEED), file);
    }
    return Subjects.model(file);
  }
}
