package dev.twobit.experiment.deployment;

import dev.twobit.network.InvalidInputException;
import dev.twobit.onnx.read.ModelSource;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.verification.CodeComparison;
import dev.twobit.verification.DeployedNetworkVerification;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Why logits of one network differ between two computations in float: a sum that lies as near to
 * half way between two codes as float32 may err has either of them, and all behind it follows. What
 * is not so is an error.
 *
 * @param codes compared
 * @param differing of them
 * @param unexplained of the differing
 */
public record ExplainedCodes(long codes, long differing, long unexplained) {

  /**
   * Every code that ONNX Runtime makes of these images against exact integers; empty if integers
   * cannot say the network.
   *
   * @param file as read from {@code path}, of bytes alone
   * @param images each as long as the network's input
   */
  public static Optional<ExplainedCodes> of(
      QcdqFile file, Path path, List<float[]> images, int threads) {
    try {
      DeployedNetworkVerification compared =
          DeployedNetworkVerification.againstOnnxRuntime(
              file, ModelSource.of(path), images::get, images.size(), threads, done -> {});
      // Parts that are read where they lie have no codes of their own.
      CodeComparison stepwise = compared.stepwise();
      return compared.comparedTensors() > 0
          ? Optional.of(
              new ExplainedCodes(stepwise.codes(), stepwise.differing(), stepwise.unexplained()))
          : Optional.empty();
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }
}
