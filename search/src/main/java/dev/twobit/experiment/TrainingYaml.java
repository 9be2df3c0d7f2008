package dev.twobit.experiment;

import dev.twobit.io.Sha256;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.tensor.ConvolutionBackend;
import dev.twobit.training.TrainingRecipe;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code run.yaml} of a training: everything needed to repeat it to the bit on the same type of
 * processor, the whole recipe included.
 *
 * @param modelSha256 of the file's bytes, hexadecimal; as {@code teacherSha256}, empty without one
 * @param normalization as it can be given again
 * @param weights quantizer as it can be given again
 * @param precision that layers computed in while training: {@code float32} or {@code bf16}
 * @param convolutions what libtorch convolves with
 */
public record TrainingYaml(
    String twobit,
    String libtorch,
    String model,
    String modelSha256,
    String init,
    String data,
    String normalization,
    String weights,
    String activations,
    String teacher,
    String teacherSha256,
    String teacherNormalization,
    String recipeName,
    TrainingRecipe recipe,
    String precision,
    String convolutions) {

  static TrainingYaml of(TrainingRequest request, String normalization) throws IOException {
    var teacher = request.teacher();
    return new TrainingYaml(
        TwobitVersion.current(),
        TwobitVersion.libtorch(),
        request.model().toString(),
        Sha256.of(request.model()),
        request.init().name().toLowerCase(java.util.Locale.ROOT),
        request.data(),
        normalization,
        text(request.weights()),
        text(request.activations()),
        teacher.map(t -> t.file().toString()).orElse(""),
        teacher.isPresent() ? Sha256.of(teacher.get().file()) : "",
        teacher.map(TrainingRequest.TeacherFile::normalization).orElse(""),
        request.recipeName(),
        request.recipe(),
        request.precision().name().toLowerCase(java.util.Locale.ROOT),
        ConvolutionBackend.current().description());
  }

  static String text(QuantizerChoice choice) {
    if (choice.isNone()) {
      return choice.name();
    }
    Map<String, String> keys = new TreeMap<>(choice.parameters());
    StringBuilder text = new StringBuilder(choice.name() + ":bits=" + choice.bits());
    keys.forEach((key, value) -> text.append(",").append(key).append("=").append(value));
    return text.toString();
  }
}
