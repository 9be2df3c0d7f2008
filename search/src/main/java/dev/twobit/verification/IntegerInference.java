package dev.twobit.verification;

import dev.twobit.onnx.read.QcdqFile;
import dev.twobit.parallel.ParallelMap;
import dev.twobit.simulator.Addressing;
import java.util.List;
import java.util.function.IntFunction;

/** A QCDQ file on a test set in plain Java integers; the same bits for any number of threads. */
public final class IntegerInference {
  private final IntegerNetwork network;

  private IntegerInference(IntegerNetwork network) {
    this.network = network;
  }

  /**
   * Weights packed, batch norms and steps made thresholds. Throws {@link
   * dev.twobit.network.InvalidInputException} naming the first node that integers cannot say or
   * whose sums 32 bits may not hold.
   */
  public static IntegerInference of(QcdqFile file) {
    DeployedNetwork deployed = DeployedNetwork.of(file, 2, 8);
    return new IntegerInference(
        QcdqLowering.lower(
            deployed.network().withImages(1), deployed.quantization(), Addressing.STRIDED));
  }

  public IntegerStorage storage() {
    return IntegerStorage.of(network);
  }

  /** The network's outputs for images 0 to {@code count} - 1, as the real values they stand for. */
  public List<float[]> outputs(IntFunction<float[]> images, int count, int threads) {
    return ParallelMap.of(count, threads, i -> output(images.apply(i)));
  }

  private float[] output(float[] image) {
    CodeStore codes = new CodeStore(network.network(), image, false);
    return network.real(IntegerRun.run(network, codes, IntegerRun::outputs));
  }
}
