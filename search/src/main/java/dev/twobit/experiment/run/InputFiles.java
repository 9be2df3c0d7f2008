package dev.twobit.experiment.run;

import dev.twobit.experiment.trial.Inputs;
import dev.twobit.io.Sha256;
import java.io.IOException;

/**
 * What is adapted, as a run's file names it.
 *
 * @param model as given, its {@code --input-shape} behind it; {@code modelSha256} of the file's
 *     bytes, hexadecimal
 * @param normalization as it can be given again
 * @param heldOut images that no training sees, as given
 */
public record InputFiles(
    String model, String modelSha256, String data, String normalization, String heldOut) {
  static InputFiles of(Inputs inputs, String normalization) throws IOException {
    return new InputFiles(
        inputs.source().toString(),
        Sha256.of(inputs.model()),
        inputs.data(),
        normalization,
        inputs.heldOut());
  }
}
