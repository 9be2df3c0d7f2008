package dev.twobit.search.bits;

import dev.twobit.tensor.Torch;
import dev.twobit.training.GradientAddition;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * What bits cost, in the gradients of their preferences (EdMIPS, equation 17): a weight times the
 * expected cost is part of the loss. Preferences have a learning rate of their own.
 *
 * @param terms of the cost, of one kind
 * @param weight of the cost, nats for all of the limit
 * @param rateFactor of preferences, as a share of the rate at which the optimizer moves them
 */
record CostPull(MixedNetwork mixed, List<BitTerm> terms, double weight, double rateFactor)
    implements GradientAddition {
  CostPull {
    terms = List.copyOf(terms);
  }

  /** As preferences are now. */
  ExpectedBits expected() {
    return ExpectedBits.of(terms, mixed.shares());
  }

  @Override
  public void add(Tensor images, Tensor logits, int epoch, int step) {
    double[][] gradient = expected().gradient();
    for (int layer = 0; layer < gradient.length; layer++) {
      Tensor ofLoss = mixed.preferences().get(layer).mutable_grad();
      float[] ofCost = new float[gradient[layer].length];
      for (int c = 0; c < ofCost.length; c++) {
        ofCost[c] = (float) (weight * gradient[layer][c]);
      }
      ofLoss.add_(Torch.tensor(ofCost, ofCost.length)).mul_(Torch.scalar(rateFactor));
    }
  }
}
