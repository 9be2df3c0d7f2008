package dev.twobit.search.supernet;

import dev.twobit.network.Network;
import dev.twobit.search.space.ArchitectureParameters;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.tensor.Precision;
import dev.twobit.training.NoiseBatch;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.Sgd;
import java.util.Map;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Weight steps of a super-net on the same images, each with a new sample of widths, to be timed.
 */
public final class SuperNetBenchmark {
  private static final double TEMPERATURE = 5;

  private final SearchSpace space;
  private final ArchitectureParameters architecture;
  private final SuperNet superNet;
  private final Sgd sgd = new Sgd(0.9, 5e-4, 1e-3);
  private final NoiseBatch batch;
  private long step;

  /** Holds leaves: create outside of a step's pointer scope. */
  public SuperNetBenchmark(
      Network network, QuantizationScheme scheme, Precision precision, NoiseBatch batch) {
    this(SearchSpace.of(network, CandidateGrid.TAS), scheme, precision, batch);
  }

  /** The same over a space of one's own. */
  public SuperNetBenchmark(
      SearchSpace space, QuantizationScheme scheme, Precision precision, NoiseBatch batch) {
    this.space = space;
    this.architecture = ArchitectureParameters.initial(space, new Random(1));
    SuperNetWeights weights = SuperNetWeights.initial(space, scheme, 1);
    this.superNet = new SuperNet(space, scheme, weights).withPrecision(precision);
    this.batch = batch;
    sgd.prepare(weights.trainable());
  }

  /** One step; the loss before it. */
  public double step() {
    try (PointerScope scope = new PointerScope()) {
      Map<String, Choice> choices =
          Sampler.INTERPOLATION.sample(space, architecture, TEMPERATURE, step++, false).choices();
      Tensor loss =
          torch.cross_entropy_loss(superNet.forward(batch.images(), choices, true), batch.labels());
      loss.backward();
      sgd.step(superNet.weights().trainable(), 0.01);
      superNet.weights().quantizers().constrain();
      return loss.item_double();
    }
  }
}
