package dev.twobit.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.tensor.Torch;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One operator in parts and in place is what it is element by element, whatever the layout. */
class RoundedClipTest {
  private static final int IMAGES = 5;
  private static final int CHANNELS = 16;

  /** The input as it may be laid out, always the same values in logical order. */
  private static Tensor laidOut(Random random, float[] values, int size) {
    Tensor x = Torch.tensor(values, IMAGES, CHANNELS, size, size);
    return switch (random.nextInt(3)) {
      case 0 -> x;
      case 1 -> Torch.channelsLast(x);
      // With gaps between images: the first channels of twice as many.
      default -> Torch.channelsLast(x.repeat(1, 2, 1, 1)).narrow(1, 0, CHANNELS);
    };
  }

  private static float[] normal(Random random, int count) {
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void valuesAndGradientsAreThoseOfEachElement(int seed) {
    Random random = new Random(seed);
    // Every third takes several parts, of which the last is smaller.
    int size = seed % 3 == 0 ? 72 : 1 + random.nextInt(9);
    int count = IMAGES * CHANNELS * size * size;
    int most = (1 << (1 + random.nextInt(4))) - 1;
    float alpha = 0.5f + random.nextFloat();
    float[] x = normal(random, count);
    x[0] = 0;
    x[1] = alpha;
    float[] g = normal(random, count);
    Pact pact = new Pact(32 - Integer.numberOfLeadingZeros(most), alpha);
    QuantizerChoice lsqChoice = QuantizerChoice.parse("--activations", "lsq", 8);
    ActivationQuantizer lsq = QuantizerRegistry.activations(lsqChoice).orElseThrow();
    try (PointerScope scope = new PointerScope()) {
      for (ActivationQuantizer q : new ActivationQuantizer[] {pact, lsq}) {
        int last = (1 << q.bits()) - 1;
        if (q == lsq) {
          q.parameters().values().forEach(p -> p.detach().fill_(Torch.scalar(alpha / last)));
        }
        float step = q.step();
        float bound = q == lsq ? last * step : alpha;
        Tensor input = laidOut(random, x, size).set_requires_grad(true);
        Tensor y = q.quantize(input);
        y.mul(laidOut(random, g, size)).sum().backward();
        float[] values = Torch.floats(y);
        float[] dx = Torch.floats(input.grad());
        double dp = 0;
        for (int i = 0; i < count; i++) {
          float code = (float) Math.rint(Math.min(bound, Math.max(0, x[i])) / step);
          boolean within = x[i] >= 0 && x[i] <= bound;
          assertThat(values[i]).isEqualTo(code * step);
          assertThat(dx[i]).isEqualTo(within ? g[i] : 0f);
          double residual = code - (within ? x[i] / (double) step : 0);
          dp += g[i] * (q == lsq ? residual : x[i] >= alpha ? 1 : 0);
        }
        double scale = q == lsq ? Math.sqrt((double) CHANNELS * size * size * last) : 1;
        float gradient = Torch.floats(q.parameters().values().iterator().next().grad())[0];
        assertThat(gradient * scale).isCloseTo(dp, within(1e-5 * last * Math.sqrt(count)));
        assertThat(Torch.floats(input)).as("the input is left alone").isEqualTo(x);
      }
    }
  }
}
