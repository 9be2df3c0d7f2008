package dev.twobit.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On whatever machine this runs, the convolutions that training uses compute convolutions. */
class ConvolutionBackendTest {
  private static final int[] IMAGES = {1, 2, 5, 50};
  private static final int[] CHANNELS = {1, 3, 4, 6, 8, 12, 16, 17, 32, 48, 80};
  private static final int[] KERNELS = {1, 3, 3, 5};
  private static final int[] SIDES = {8, 16, 32};

  static LongStream seeds() {
    return LongStream.range(0, 120);
  }

  /** Float against libtorch's own double convolution, which oneDNN has no part in. */
  @ParameterizedTest
  @MethodSource("seeds")
  void agreesWithDoublePrecision(long seed) {
    Random random = new Random(seed);
    int images = pick(IMAGES, random);
    int channels = pick(CHANNELS, random);
    int kernels = pick(CHANNELS, random);
    int kernel = pick(KERNELS, random);
    int stride = 1 + random.nextInt(2);
    int side = pick(SIDES, random);
    boolean channelsLast = random.nextBoolean();
    try (PointerScope scope = new PointerScope()) {
      Tensor plain = normal(random, images, channels, side, side);
      Tensor x = (channelsLast ? Torch.channelsLast(plain) : plain).set_requires_grad(true);
      Tensor w = normal(random, kernels, channels, kernel, kernel).set_requires_grad(true);
      Tensor exactX = x.detach().to(torch.ScalarType.Double).set_requires_grad(true);
      Tensor exactW = w.detach().to(torch.ScalarType.Double).set_requires_grad(true);
      Tensor y = convolve(x, w, stride, kernel / 2);
      Tensor exact = convolve(exactX, exactW, stride, kernel / 2);
      Tensor upstream = torch.randn_like(y);
      backward(y, upstream);
      backward(exact, upstream.to(torch.ScalarType.Double));
      assertThat(distance(y, exact)).as("output").isLessThan(1e-4);
      assertThat(distance(x.grad(), exactX.grad())).as("input gradient").isLessThan(1e-4);
      assertThat(distance(w.grad(), exactW.grad())).as("weight gradient").isLessThan(1e-4);
    }
  }

  @Test
  void withoutKnownCachesOnlyTheSafeInstructionSetIsUsed() {
    assertThat(ConvolutionBackend.choose(true, Map.of())).isEqualTo(ConvolutionBackend.ONEDNN);
    assertThat(ConvolutionBackend.choose(true, Map.of("ONEDNN_MAX_CPU_ISA", "DEFAULT")))
        .isEqualTo(ConvolutionBackend.ONEDNN);
    assertThat(ConvolutionBackend.choose(true, Map.of("DNNL_MAX_CPU_ISA", "AVX2")))
        .isEqualTo(ConvolutionBackend.ONEDNN_RESTRICTED);
    assertThat(ConvolutionBackend.choose(false, Map.of()))
        .isEqualTo(ConvolutionBackend.WITHOUT_ONEDNN);
    assertThat(ConvolutionBackend.choose(false, Map.of("ONEDNN_MAX_CPU_ISA", "AVX2")))
        .isEqualTo(ConvolutionBackend.WITHOUT_ONEDNN);
    assertThat(ConvolutionBackend.choose(false, Map.of("ONEDNN_MAX_CPU_ISA", "sse41")))
        .isEqualTo(ConvolutionBackend.ONEDNN_RESTRICTED);
  }

  private static int pick(int[] values, Random random) {
    return values[random.nextInt(values.length)];
  }

  private static Tensor normal(Random random, long... shape) {
    float[] values = new float[(int) LongStream.of(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Torch.tensor(values, shape);
  }

  private static Tensor convolve(Tensor x, Tensor w, int stride, int pad) {
    return torch.conv2d(
        x,
        w,
        new TensorOptional(),
        new long[] {stride, stride},
        new long[] {pad, pad},
        new long[] {1, 1},
        1);
  }

  private static void backward(Tensor y, Tensor upstream) {
    y.backward(upstream, new BoolOptional(false), false, new TensorArrayRefOptional());
  }

  /** Largest difference over the largest exact value; NaN if anything is. */
  private static double distance(Tensor actual, Tensor exact) {
    Tensor difference = actual.to(torch.ScalarType.Double).sub(exact);
    return difference.abs().max().item_double() / exact.abs().max().item_double();
  }
}
