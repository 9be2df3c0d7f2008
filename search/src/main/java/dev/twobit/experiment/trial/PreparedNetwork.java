package dev.twobit.experiment.trial;

import dev.twobit.network.BatchNormalizationRestorer;
import dev.twobit.network.BatchNormalizationRestorer.Restoration;
import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.network.NetworkCanonicalizer;
import dev.twobit.network.SupportCheck;
import dev.twobit.onnx.read.ModelSource;
import java.util.Set;

/**
 * A network from its file to the form that is searched, counted and trained.
 *
 * @param source it was read from
 * @param imported as the file has it
 * @param canonical the same function in canonical form: what is evaluated
 * @param network with batch normalization restored behind convolutions whose exporter folded it
 * @param restored names of these convolutions
 */
public record PreparedNetwork(
    ModelSource source,
    Network imported,
    Network canonical,
    Network network,
    Set<String> restored) {
  public PreparedNetwork {
    restored = Set.copyOf(restored);
  }

  /**
   * Throws an {@link InvalidInputException} in one line for a file that is none or has an operator
   * that is not supported.
   */
  public static PreparedNetwork read(ModelSource source) {
    Network imported = inFloat(source);
    SupportCheck.requireSupported(imported);
    Network canonical = NetworkCanonicalizer.canonical(imported);
    Restoration restoration = BatchNormalizationRestorer.restore(canonical);
    return new PreparedNetwork(
        source, imported, canonical, restoration.network(), restoration.restored());
  }

  /** In float a quantized file has operators and types that nothing here trains. */
  private static Network inFloat(ModelSource source) {
    try {
      Network read = source.read();
      if (SupportCheck.unsupported(read).isEmpty() || !isQuantized(source)) {
        return read;
      }
    } catch (InvalidInputException e) {
      if (!isQuantized(source)) {
        throw e;
      }
    }
    throw new InvalidInputException(
        source.file()
            + ": the file is quantized and has its own bits; expected the network in float that"
            + " it was made from (inspect, simulate, evaluate and export take quantized files)");
  }

  private static boolean isQuantized(ModelSource source) {
    try {
      return source.readQuantized().isQuantized();
    } catch (InvalidInputException e) {
      return false;
    }
  }

  /** Throws a one-line error if no layer of it would be quantized. */
  public PreparedNetwork requireQuantized() {
    ConvolutionRoles.requireQuantized(canonical);
    return this;
  }

  /**
   * Throws a one-line error if the file has no weights.
   *
   * @param expected for the message, such as {@code a trained network}
   */
  public PreparedNetwork requireWeights(String expected) {
    if (imported.parameters().isEmpty()) {
      throw new InvalidInputException(
          source.file() + ": found no weights in the file; expected " + expected);
    }
    return this;
  }
}
