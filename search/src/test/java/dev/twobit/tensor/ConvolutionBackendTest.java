package dev.twobit.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.Extent;
import dev.twobit.network.Padding;
import dev.twobit.network.Window;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On whatever machine this runs, the convolutions that training uses compute convolutions. */
class ConvolutionBackendTest {
  private static final int[] IMAGES = {1, 2, 5, 50};
  private static final int[] CHANNELS = {1, 3, 4, 6, 8, 12, 16, 17, 32, 48, 80};
  private static final int[] MANY_CHANNELS = {16, 128, 256, 512, 1024, 2048};
  private static final int[] KERNELS = {1, 3, 3, 5};
  private static final int[] SIDES = {8, 16, 32};
  private static final float WIDTH = (float) Math.sqrt(12);

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  static LongStream wideSeeds() {
    return LongStream.range(0, 60);
  }

  /** Float against libtorch's own double convolution, which oneDNN has no part in. */
  @Tag("slow")
  @ParameterizedTest
  @MethodSource("seeds")
  void agreesWithDoublePrecision(long seed) {
    Random random = new Random(seed);
    int channels = pick(CHANNELS, random);
    int kernels = pick(CHANNELS, random);
    int kernel = pick(KERNELS, random);
    int groups = random.nextInt(4) > 0 ? 1 : kernels % channels == 0 ? channels : 1;
    check(random, pick(IMAGES, random), channels, kernels, pick(SIDES, random), kernel, groups);
  }

  /**
   * As the networks of ImageNet have them. Where caches are hidden oneDNN divides by the size of
   * one for these, or computes half of the outputs wrong, by the shape.
   */
  @Tag("slow")
  @ParameterizedTest
  @MethodSource("wideSeeds")
  void agreesWithDoublePrecisionOnManyChannels(long seed) {
    Random random = new Random(seed);
    int kernel = random.nextInt(4) > 0 ? 1 : 3;
    check(
        random,
        1 + random.nextInt(4),
        pick(MANY_CHANNELS, random),
        pick(MANY_CHANNELS, random),
        1 + random.nextInt(16),
        kernel,
        1);
  }

  /** On processors with AVX2 alone oneDNN has wrong weight gradients for these, or crashes. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithDoublePrecisionWhereFewChannelsAreSteppedOver(int channels) {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      check(random, 1 + random.nextInt(8), channels, pick(CHANNELS, random), 20, 1, 1);
    }
  }

  /**
   * Of HAWQ's probes: gradients that are differentiated once more, where images act as channels.
   */
  @Tag("slow")
  @ParameterizedTest
  @MethodSource("wideSeeds")
  void secondDerivativesAgreeWithDoublePrecision(long seed) {
    Random random = new Random(seed);
    int channels = pick(CHANNELS, random);
    int kernels = pick(CHANNELS, random);
    int kernel = pick(KERNELS, random);
    int side = pick(SIDES, random);
    int stride = 1 + random.nextInt(2);
    try (PointerScope scope = new PointerScope()) {
      Tensor x = uniform(random, pick(IMAGES, random), channels, side, side);
      Tensor w = uniform(random, kernels, channels, kernel, kernel);
      Tensor alongX = uniform(random, x.sizes().vec().get());
      Tensor alongW = uniform(random, w.sizes().vec().get());
      Window window = Window.square(kernel, stride, kernel / 2);
      List<Tensor> found = seconds(x, w, alongX, alongW, window, torch.ScalarType.Float);
      List<Tensor> exact = seconds(x, w, alongX, alongW, window, torch.ScalarType.Double);
      for (int i = 0; i < exact.size(); i++) {
        assertThat(distance(found.get(i), exact.get(i))).as("tensor %d", i).isLessThan(1e-4);
      }
    }
  }

  /** H z of half the squared output, for input and weights. */
  private static List<Tensor> seconds(
      Tensor x, Tensor w, Tensor alongX, Tensor alongW, Window window, torch.ScalarType type) {
    Tensor input = x.detach().to(type).clone().set_requires_grad(true);
    Tensor weights = w.detach().to(type).clone().set_requires_grad(true);
    Tensor y =
        type == torch.ScalarType.Float
            ? Convolutions.convolve(input, weights, new TensorOptional(), window, 1)
            : torch.conv2d(
                input,
                weights,
                new TensorOptional(),
                new long[] {window.strideHeight(), window.strideWidth()},
                new long[] {window.padTop(), window.padLeft()},
                new long[] {1, 1},
                1);
    return type == torch.ScalarType.Float
        ? ConvolutionBackend.forSecondDerivatives(
            () -> seconds(y, List.of(input, weights), List.of(alongX, alongW)))
        : seconds(y, List.of(input, weights), List.of(alongX.to(type), alongW.to(type)));
  }

  private static List<Tensor> seconds(Tensor y, List<Tensor> of, List<Tensor> along) {
    TensorVector both = new TensorVector(of.toArray(Tensor[]::new));
    TensorVector first =
        torch.grad(
            new TensorVector(y.square().sum()),
            both,
            new TensorVector(),
            new BoolOptional(true),
            true,
            false);
    Tensor product = first.get(0).mul(along.get(0)).sum().add(first.get(1).mul(along.get(1)).sum());
    TensorVector second =
        torch.grad(
            new TensorVector(product),
            both,
            new TensorVector(),
            new BoolOptional(false),
            false,
            false);
    return List.of(second.get(0), second.get(1));
  }

  private static void check(
      Random random, int images, int channels, int kernels, int side, int kernel, int groups) {
    int stride = 1 + random.nextInt(2);
    boolean channelsLast = random.nextBoolean();
    try (PointerScope scope = new PointerScope()) {
      Tensor plain = uniform(random, images, channels, side, side);
      Tensor x = (channelsLast ? Torch.channelsLast(plain) : plain).set_requires_grad(true);
      Tensor w =
          uniform(random, kernels, channels / groups, kernel, kernel).set_requires_grad(true);
      Tensor exactX = x.detach().to(torch.ScalarType.Double).set_requires_grad(true);
      Tensor exactW = w.detach().to(torch.ScalarType.Double).set_requires_grad(true);
      Tensor bias = uniform(random, kernels);
      Tensor y =
          Convolutions.convolve(
              x, w, new TensorOptional(bias), Window.square(kernel, stride, kernel / 2), groups);
      Tensor exact =
          torch.conv2d(
              exactX,
              exactW,
              new TensorOptional(bias.to(torch.ScalarType.Double)),
              new long[] {stride, stride},
              new long[] {kernel / 2, kernel / 2},
              new long[] {1, 1},
              groups);
      Tensor upstream = torch.randn_like(y);
      backward(y, upstream);
      backward(exact, upstream.to(torch.ScalarType.Double));
      assertThat(distance(y, exact)).as("output").isLessThan(1e-4);
      assertThat(distance(x.grad(), exactX.grad())).as("input gradient").isLessThan(1e-4);
      assertThat(distance(w.grad(), exactW.grad())).as("weight gradient").isLessThan(1e-4);
    }
  }

  /** Five channels, weights for three or six, or two groups of three. */
  @ParameterizedTest
  @CsvSource({"3, 1", "6, 1", "3, 2"})
  void channelsThatDoNotFitAreRefusedByBoth(int weightChannels, int groups) {
    for (ConvolutionBackend backend : ConvolutionBackend.values()) {
      try (PointerScope scope = new PointerScope()) {
        Tensor x = torch.zeros(2, 5, 8, 8);
        Tensor w = torch.zeros(4, weightChannels, 3, 3);
        assertThatThrownBy(
                () ->
                    Convolutions.convolve(
                        x, w, new TensorOptional(), Window.square(3, 1, 1), groups, backend))
            .as("%s", backend)
            .hasMessageContaining("channels");
      }
    }
  }

  @Test
  void blocksAreKeptWholeWhereCachesAreUnknown() {
    assertThat(ConvolutionBackend.choose(true, Map.of())).isEqualTo(ConvolutionBackend.ONEDNN);
    assertThat(ConvolutionBackend.choose(false, Map.of()))
        .isEqualTo(ConvolutionBackend.ONEDNN_WHOLE_BLOCKS);
    assertThat(ConvolutionBackend.choose(false, Map.of("ONEDNN_MAX_CPU_ISA", "AVX2")))
        .isEqualTo(ConvolutionBackend.ONEDNN_WHOLE_BLOCKS);
    assertThat(ConvolutionBackend.choose(false, Map.of("DNNL_MAX_CPU_ISA", "sse41")))
        .isEqualTo(ConvolutionBackend.ONEDNN);
  }

  /** The padded way computes the same wherever it is taken. */
  @ParameterizedTest
  @CsvSource({"1,16", "16,16", "17,32", "33,64", "64,64", "65,128", "130,192"})
  void wholeBlocksAreOf16Or32OrMultiplesOf64(long channels, long expected) {
    assertThat(Convolutions.wholeBlocks(channels)).isEqualTo(expected);
  }

  /** In asymmetric, and for one pixel in symmetric, padding; by group; with strides and bias. */
  @ParameterizedTest
  @CsvSource({"6, 1, 3", "6, 3, 3", "6, 6, 3", "6, 1, 1", "6, 3, 1", "6, 6, 1", "300, 1, 1"})
  void paddingChangesNothing(int channels, int groups, int kernel) {
    Random random = new Random(7);
    try (PointerScope scope = new PointerScope()) {
      Tensor x = uniform(random, 2, channels, 8, 8);
      Tensor w = uniform(random, 6, channels / groups, kernel, kernel);
      TensorOptional bias = new TensorOptional(uniform(random, 6));
      int first = kernel == 1 ? 1 : 0;
      Window window =
          new Window(
              new Extent(kernel, kernel),
              new Extent(2, 1),
              new Extent(1, 1),
              new Padding(first, 1, 1, first));
      Tensor padded =
          Convolutions.convolve(x, w, bias, window, groups, ConvolutionBackend.ONEDNN_WHOLE_BLOCKS);
      Tensor exact =
          Convolutions.convolve(
              x.to(torch.ScalarType.Double),
              w.to(torch.ScalarType.Double),
              new TensorOptional(bias.get().to(torch.ScalarType.Double)),
              window,
              groups,
              ConvolutionBackend.ONEDNN);
      assertThat(padded.shape()).isEqualTo(exact.shape());
      assertThat(distance(padded, exact)).isLessThan(1e-5);
    }
  }

  private static int pick(int[] values, Random random) {
    return values[random.nextInt(values.length)];
  }

  /** Of variance 1; millions of normal ones take longer than their convolution. */
  private static Tensor uniform(Random random, long... shape) {
    float[] values = new float[(int) LongStream.of(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = WIDTH * (random.nextFloat() - 0.5f);
    }
    return Torch.tensor(values, shape);
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
