package dev.twobit.verification;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.network.BatchAxis;
import dev.twobit.network.ConvolutionRoles;
import dev.twobit.network.ConvolutionRoles.Role;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.NetworkCanonicalizer;
import dev.twobit.onnx.NetworkQuantization;
import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.precision.BitPlan;
import dev.twobit.simulator.Addressing;
import dev.twobit.simulator.PrecisionPlan;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;

/**
 * A file as the accelerator would run it.
 *
 * @param network one that is lowered and simulated
 * @param plan the file's own bits, or those that were asked for
 * @param quantization its integers; empty if it is a float file
 * @param originals tensors of the file by names that were added to the network
 */
public record DeployedNetwork(
    Network network,
    PrecisionPlan plan,
    NetworkQuantization quantization,
    Map<String, String> originals) {
  private static final int MOST_PIXELS = 1 << 26;

  /**
   * @param bits of quantized layers and {@code residualBits} of the residual path, where the file
   *     states none
   */
  public static DeployedNetwork of(QcdqFile file, int bits, int residualBits) {
    return of(file, BitPlan.uniform(bits, residualBits));
  }

  /**
   * The same with the bits that a plan has for each layer.
   *
   * @param asked of every layer with weights that the file leaves in float
   */
  public static DeployedNetwork of(QcdqFile file, BitPlan asked) {
    Network network = NetworkCanonicalizer.canonical(file.network());
    if (!file.isQuantized()) {
      return new DeployedNetwork(
          network, PrecisionPlan.deployed(network, asked), file.quantization(), Map.of());
    }
    RequantizedMovements moved = RequantizedMovements.of(network, file.quantization());
    NetworkQuantization quantization = moved.quantization();
    PoolingPerForm split = PoolingPerForm.of(moved.network(), quantization);
    TensorForms forms = TensorForms.of(split.network(), quantization);
    return new DeployedNetwork(
        split.network(),
        StatedPrecision.of(split.network(), quantization, forms, asked),
        quantization,
        split.originals());
  }

  /** Whether the file itself states integers. */
  public boolean isQuantized() {
    return !quantization.inputs().isEmpty();
  }

  /** Layers with weights whose bits the file does not state, by name. */
  public List<String> unstated() {
    return network.layers().stream()
        .filter(ConvolutionRoles::isWeighted)
        .map(Layer::name)
        .filter(l -> !StatedPrecision.isStated(quantization, l))
        .toList();
  }

  /** Widest activations that quantized layers read; {@link #residualBits} that adds read. */
  public int quantizedBits() {
    Map<String, Role> roles = ConvolutionRoles.of(network);
    return widest(l -> roles.get(l.name()) == Role.QUANTIZED);
  }

  public int residualBits() {
    return widest(l -> l.asAdd().isPresent());
  }

  private int widest(Predicate<Layer> of) {
    return network.layers().stream()
        .filter(of)
        .mapToInt(plan::readBits)
        .max()
        .orElse(PrecisionPlan.UNQUANTIZED_BITS);
  }

  /** An image of the network's size, uniform in -1 to 1. */
  public float[] randomImage(long seed) {
    Random random = new Random(seed);
    float[] image = new float[(int) network.shape(network.inputs().get(0)).elementCount()];
    for (int i = 0; i < image.length; i++) {
      image[i] = 2 * random.nextFloat() - 1;
    }
    return image;
  }

  /**
   * Its integers through the clocked engine: one inference, of as many images as it is for.
   *
   * @param image what it reads, every image of it; scaled to all codes if the file has no step for
   *     it
   * @param seed of weights the file does not have
   * @param compare with plain integers and with the event engine
   * @param progress told of every step before it runs
   */
  public NetworkVerification run(
      float[] image,
      long seed,
      HardwareConfig hardware,
      boolean compare,
      NetworkVerification.Progress progress) {
    Network all = BatchAxis.together(network);
    float[] images = repeated(isQuantized() ? image : scaled(image), network.images());
    if (isQuantized()) {
      IntegerNetwork integers =
          QcdqLowering.lower(this, Addressing.of(hardware.memory()), QcdqLowering.Beyond.REAL);
      CodeStore codes = new CodeStore(all, images, quantization);
      if (integers.steps().stream().anyMatch(IntegerStep.Real.class::isInstance)) {
        quantization.runAll(all, images).forEach((tensor, x) -> codes.putReal(tensor, x.values()));
      }
      return NetworkVerification.run(
          integers,
          codes,
          "the file's own codes, steps and thresholds",
          new NetworkVerification.Extent(hardware, network.images(), compare),
          progress);
    }
    boolean bare = network.parameters().isEmpty();
    return NetworkVerification.run(
        SyntheticLowering.lower(
            network,
            plan,
            hardware.precision().weightEncoding(),
            Addressing.of(hardware.memory()),
            seed),
        new CodeStore(all, images, NetworkQuantization.none()),
        (bare ? "random weight codes" : "min-max codes of the weights")
            + ", evenly spread thresholds: the file is not quantized, its function is not kept",
        new NetworkVerification.Extent(hardware, network.images(), compare),
        progress);
  }

  private float[] repeated(float[] image, int count) {
    if ((long) image.length * count > MOST_PIXELS) {
      throw new InvalidInputException(
          network.name()
              + ": batch: found "
              + count
              + " images of "
              + image.length
              + " values, expected at most "
              + MOST_PIXELS
              + " values on the clocked engine");
    }
    float[] all = new float[image.length * count];
    for (int i = 0; i < count; i++) {
      System.arraycopy(image, 0, all, i * image.length, image.length);
    }
    return all;
  }

  /** The image scaled to 0..1. */
  private static float[] scaled(float[] image) {
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (float value : image) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    float[] scaled = new float[image.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (image[i] - least) / Math.max(1e-30f, most - least);
    }
    return scaled;
  }
}
