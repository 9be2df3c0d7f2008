package dev.twobit.training;

import dev.twobit.network.Network;
import dev.twobit.tensor.Precision;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Training steps of a network on the same images, to be timed. */
public final class TrainingBenchmarkStep {
  private static final double LEARNING_RATE = 0.01;

  private final TrainableNetwork model;
  private final Sgd sgd = new Sgd(0.9, 5e-4, 1e-3);
  private final NoiseBatch batch;

  /** Holds leaves: create outside of a step's pointer scope. */
  public TrainingBenchmarkStep(
      Network network, QuantizationScheme scheme, Precision precision, NoiseBatch batch) {
    this(TrainableNetwork.of(network, scheme).withPrecision(precision), batch);
  }

  /** Of any network that can be trained. */
  public TrainingBenchmarkStep(TrainableNetwork model, NoiseBatch batch) {
    this.model = model;
    this.batch = batch;
    sgd.prepare(model.trainable());
  }

  /** Forward, backward, update; the loss before it. */
  public double step() {
    try (PointerScope scope = new PointerScope()) {
      Tensor loss = torch.cross_entropy_loss(model.forward(batch.images(), true), batch.labels());
      loss.backward();
      sgd.step(model.trainable(), LEARNING_RATE);
      model.constrain();
      return loss.item_double();
    }
  }
}
