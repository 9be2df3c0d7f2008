package dev.twobit.search.bits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.precision.Bits;
import dev.twobit.tensor.Torch;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class MixtureTest {
  /** Shares 1/2, 1/3, 1/6 by hand; the second and third candidate have activations in common. */
  @Test
  void branchesAreSharedByCandidatesOfAWidth() {
    try (PointerScope scope = new PointerScope()) {
      List<Bits> candidates = List.of(Bits.of(2), new Bits(2, 8), Bits.of(8));
      float[] logits = {(float) Math.log(3), (float) Math.log(2), 0};
      Tensor preferences = Torch.tensor(logits, 3).set_requires_grad(true);
      Mixture weights = Mixture.of(preferences, candidates, Bits::weights);
      Mixture inputs = Mixture.of(preferences, candidates, Bits::activations);
      List<Tensor> branches =
          List.of(Torch.tensor(new float[] {6}, 1), Torch.tensor(new float[] {12}, 1));
      // 5/6 of 6 and 1/6 of 12; 1/2 of either.
      assertThat(weights.sum(branches, b -> b).item_float()).isCloseTo(7, within(1e-5f));
      assertThat(inputs.sum(branches, b -> b).item_float()).isCloseTo(9, within(1e-5f));
      inputs.sum(branches, b -> b).backward();
      // share times (branch minus mean): 1/2 (6 - 9), 1/3 (12 - 9), 1/6 (12 - 9).
      float[] gradient = Torch.floats(preferences.mutable_grad());
      assertThat(gradient).containsExactly(new float[] {-1.5f, 1, 0.5f}, within(1e-5f));
    }
  }
}
