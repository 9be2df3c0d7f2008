package dev.twobit.search.supernet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.network.Window;
import dev.twobit.search.NetworkSketch;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.TensorWidth;
import dev.twobit.tensor.Convolutions;
import dev.twobit.tensor.Torch;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Identity, mean, adjoint, slices of a padded convolution, and where channels are. */
class ChannelInterpolationTest {
  @Test
  void toTheSameWidthIsTheIdentity() {
    for (int width = 1; width < 20; width++) {
      float[] matrix = ChannelInterpolation.matrix(width, width);
      for (int i = 0; i < width * width; i++) {
        assertThat(matrix[i]).isEqualTo(i / width == i % width ? 1f : 0f);
      }
    }
  }

  /** Rows sum to 1, so that equal channels stay; to a multiple of the width the mean stays. */
  @ParameterizedTest
  @CsvSource({"4,16", "3,12", "8,16", "6,9", "5,16", "11,14", "1,7", "16,28"})
  void meansArePreserved(int from, int to) {
    float[] matrix = ChannelInterpolation.matrix(from, to);
    for (int k = 0; k < to; k++) {
      double sum = 0;
      for (int i = 0; i < from; i++) {
        sum += matrix[k * from + i];
      }
      assertThat(sum).isCloseTo(1, within(1e-6));
    }
    for (int i = 0; i < from && to % from == 0; i++) {
      double sum = 0;
      for (int k = 0; k < to; k++) {
        sum += matrix[k * from + i];
      }
      assertThat(sum).isCloseTo((double) to / from, within(1e-6));
    }
  }

  /** libtorch's adaptive average pooling, and its backward: (Mx, y) = (x, M'y). */
  @ParameterizedTest
  @CsvSource({"4,16", "6,9", "5,16", "11,14", "16,28"})
  void isAdaptiveAveragePooling(int from, int to) {
    try (PointerScope scope = new PointerScope()) {
      Tensor x = torch.randn(1, 1, from, 1).set_requires_grad(true);
      Tensor y = torch.randn(to);
      Tensor pooled = torch.adaptive_avg_pool2d(x, to, 1).reshape(to);
      Tensor matrix = Torch.tensor(ChannelInterpolation.matrix(from, to), to, from);
      Tensor mapped = torch.mv(matrix, x.detach().reshape(from));
      assertThat(SuperNetFixture.difference(Torch.floats(mapped), Torch.floats(pooled)))
          .isLessThan(1e-6);
      pooled.mul(y).sum().backward();
      assertThat(
              SuperNetFixture.difference(
                  Torch.floats(torch.mv(matrix.t(), y)), Torch.floats(x.grad())))
          .isLessThan(1e-6);
    }
  }

  /** Kernels and channels that exist against all of them over an input padded with zeros. */
  @ParameterizedTest
  @CsvSource({"4,6", "9,3", "16,16", "1,1"})
  void sliceOfAConvolutionIsTheSliceOfTheWhole(int in, int out) {
    try (PointerScope scope = new PointerScope()) {
      Tensor whole = torch.randn(20, 16, 3, 3);
      Tensor x = torch.randn(2, in, 6, 6);
      Window window = Window.square(3, 1, 1);
      Tensor padded = torch.constant_pad_nd(x, 0, 0, 0, 0, 0, 16 - in);
      Tensor full =
          Convolutions.convolve(padded, whole, new TensorOptional(), window, 1).narrow(1, 0, out);
      Tensor slice =
          Convolutions.convolve(
              x, whole.narrow(0, 0, out).narrow(1, 0, in), new TensorOptional(), window, 1);
      assertThat(SuperNetFixture.difference(Torch.floats(slice), Torch.floats(full)))
          .isLessThan(1e-5);
    }
  }

  /** Blocks at the offsets of their widest; in groups the first of each. */
  @Test
  void positionsOfBlocksAndGroups() {
    SearchSpace joining = SearchSpace.of(NetworkSketch.joining(), CandidateGrid.TAS);
    ChannelPositions positions = new ChannelPositions(joining);
    Map<String, Integer> small = Map.of("stem", 8, "one", 2, "three", 3, "mixed", 1, "last", 3);
    assertThat(positions.within(joining.width("all"), small, SuperNetWeights.widest(joining)))
        .containsExactly(0, 1, 6, 7, 8, 16);
    SearchSpace grouped = SearchSpace.of(NetworkSketch.grouped(), CandidateGrid.TAS);
    TensorWidth width = grouped.width("groups");
    String unit = width.units().first();
    assertThat(new ChannelPositions(grouped).within(width, Map.of(unit, 6), Map.of(unit, 20)))
        .containsExactly(0, 1, 2, 10, 11, 12);
  }
}
