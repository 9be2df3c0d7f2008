package dev.twobit.experiment.deployment;

import dev.twobit.experiment.trial.PreparedData;
import dev.twobit.experiment.trial.PreparedNetwork;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.NetworkCanonicalizer;
import dev.twobit.onnx.ExportFormat;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.read.ModelSource;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.precision.BitPlan;
import dev.twobit.precision.Bits;
import dev.twobit.tensor.Torch;
import dev.twobit.training.IntegerConversion;
import dev.twobit.training.LayerQuantizers;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TrainableNetwork;
import java.util.Map;

/**
 * How a file in float becomes integers without training: weights rounded to symmetric levels of a
 * step an output channel, what layers read to codes up to the largest magnitude on training images
 * ({@link IntegerConversion}).
 *
 * @param data as the command line has it; {@code normalization} likewise
 * @param plan bits of every layer, 2 to 8
 */
public record CalibratedFile(String data, String normalization, BitPlan plan) {

  /** Throws a one-line error for a file without weights, images it does not take, or one bit. */
  QcdqFile of(ModelSource source) {
    PreparedNetwork prepared = PreparedNetwork.read(source).requireWeights("a trained network");
    Network network = prepared.canonical();
    Map<String, Bits> bits = plan.of(network);
    bits.forEach((layer, own) -> requireTwo(layer, Math.min(own.weights(), own.activations())));
    requireTwo("residual path", plan.residual());
    PreparedData images = PreparedData.load(data, normalization, network);
    Torch.useThreads(1);
    NetworkQuantization quantization =
        IntegerConversion.of(
            TrainableNetwork.of(network, QuantizationScheme.none()),
            images.train(),
            images.normalization(),
            new IntegerConversion.Widths(
                layer -> of(bits, layer).weights(), layer -> reads(bits, layer)));
    return new QcdqFile(
        NetworkCanonicalizer.canonical(network),
        quantization,
        Map.of(),
        new byte[0],
        ExportFormat.QCDQ,
        StatedInput.normalized(images));
  }

  private static Bits of(Map<String, Bits> bits, Layer layer) {
    return bits.getOrDefault(layer.name(), Bits.of(Bits.MOST));
  }

  private int reads(Map<String, Bits> bits, Layer layer) {
    return LayerQuantizers.readsResidual(layer) ? plan.residual() : of(bits, layer).activations();
  }

  private static void requireTwo(String what, int bits) {
    if (bits < 2) {
      throw new InvalidInputException(
          what + ": found 1 bit, expected 2 to 8: levels of one bit are trained, not calibrated");
    }
  }
}
