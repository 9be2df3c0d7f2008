package dev.twobit.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.reference.ReferenceExecutor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether axis 0 is a batch, against what networks compute of several images at once. */
class BatchAxisTest {
  private static final int NETWORKS = 60;

  static LongStream seeds() {
    return LongStream.range(0, NETWORKS);
  }

  /** A random network, and axes folded into the leading one and out of it again. */
  private static Network network(long seed) {
    Network drawn = RandomNetworks.of(seed).network();
    return seed % 3 == 0 ? folded(seed) : drawn;
  }

  /** A clip of frames, two planes each, folded into the leading axis for two layers. */
  private static Network folded(long seed) {
    Random random = new Random(seed);
    int frames = 2 + random.nextInt(3);
    Sketch s = new Sketch(1, 2 * frames, 6, 6);
    String x = s.unit("a", s.reshape("frames", "x", frames, 2, 6, 6), 4);
    x = s.connect("rows", s.reshape("as rows", x, -1, 6), 6);
    x = s.reshape("clip", x, random.nextBoolean() ? 1 : frames, -1, 6, 6);
    x = s.relu("end", s.conv("b", x, 3));
    return s.drawn("folded " + seed, s.connect("fc", s.reshape("flat", x, 1, -1), 3)).network();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsABatchIsComputedImageByImage(long seed) {
    Network one = network(seed);
    assertThat(BatchAxis.mixedBy(one)).isEmpty();
    int images = 2 + (int) (seed % 2);
    Network several = one.withImages(images);
    Network together = BatchAxis.together(several);
    ShapeJudge.check(together);
    assertThat(BatchAxis.perImage(together)).isEqualTo(several);
    assertThat(CostSummary.of(together)).isEqualTo(CostSummary.of(several));
    assertThat(CostSummary.of(several).macs()).isEqualTo(images * CostSummary.of(one).macs());
    float[] input = image(one, images, seed);
    float[] all = ReferenceExecutor.run(together, input);
    for (int i = 0; i < images; i++) {
      float[] own = ReferenceExecutor.run(one, part(input, i, images));
      assertThat(own).as("image %d", i).isEqualTo(part(all, i, images));
    }
  }

  private static float[] image(Network network, int images, long seed) {
    Random random = new Random(seed);
    float[] input = new float[images * (int) network.shape("x").elementCount()];
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) random.nextGaussian();
    }
    return input;
  }

  private static float[] part(float[] all, int i, int parts) {
    int each = all.length / parts;
    return Arrays.copyOfRange(all, i * each, (i + 1) * each);
  }

  /** Each mixes, whatever the leading extent, and names the layer that does. */
  @Test
  void layersThatMixAreNamed() {
    Layer.ConstantOperation plus = Layer.ConstantOperation.ADD;
    for (int lead : List.of(1, 4)) {
      Sketch s = new Sketch(lead, 6, 4, 4);
      requireMixed(s, s.transpose("t", "x", 1, 0, 2, 3));
      s = new Sketch(lead, 6, 4, 4);
      requireMixed(s, s.add(new Layer.Softmax("t", "x", "t", 0, false, false)));
      s = new Sketch(lead, 6, 4, 4);
      requireMixed(s, s.add(new Layer.Softmax("t", "x", "t", 0, true, false)));
      s = new Sketch(lead, 6, 4, 4);
      requireMixed(s, s.add(new Layer.Concat("t", List.of("x", "x"), "t", 0)));
      s = new Sketch(lead, 6, 4, 4);
      requireMixed(
          s, s.add(new Layer.Pad("t", "x", "t", List.of(0, 0, 0, 0), List.of(1, 0, 0, 0), 0)));
      s = new Sketch(lead, 6, 4, 4);
      int planes = 6 * lead;
      requireMixed(s, s.constant("t", s.reshape("r", "x", planes, 1, 4, 4), plus, planes, 1, 1, 1));
      s = new Sketch(lead, 6, 4, 4);
      requireMixed(s, s.connect("t", s.reshape("r", "x", -1), 3));
    }
    Sketch s = new Sketch(1, 6, 4, 4);
    requireMixed(s, s.sum("t", s.reshape("r", s.mean("m", "x"), 6, 1, 1, 1), "x"));
  }

  /** What folds a batch of four into an extent that four does not divide leaves none. */
  @Test
  void aBatchThatIsFoldedAwayIsData() {
    Sketch s = new Sketch(4, 6, 4, 4);
    requireMixed(s, s.reshape("t", "x", 1, 24, 4, 4));
    s = new Sketch(4, 6, 4, 4);
    requireMixed(s, s.reshape("t", "x", 6, 4, 4, 4));
    s = new Sketch(4, 6, 4, 4);
    Network rows =
        s.drawn("rows", s.reshape("back", s.connect("fc", s.reshape("t", "x", -1, 4), 2), 4, -1))
            .network();
    assertThat(BatchAxis.mixedBy(rows)).isEmpty();
    assertThat(BatchAxis.perImage(rows).images()).isEqualTo(4);
    assertThat(CostSummary.of(rows).macs()).isEqualTo(4 * 24 * 4 * 2);
    assertThat(CostSummary.of(BatchAxis.perImage(rows)).macs()).isEqualTo(4 * 24 * 4 * 2);
  }

  private static void requireMixed(Sketch sketch, String output) {
    Network network = sketch.drawn("mixing", output).network();
    assertThat(BatchAxis.mixedBy(network)).hasValueSatisfying(m -> assertThat(m).contains("'t'"));
    assertThat(BatchAxis.perImage(network)).isSameAs(network);
  }

  /** Items of the leading axis are products of one inference. */
  @Test
  void itemsCountInFull() {
    Sketch s = new Sketch(1, 6, 4, 4);
    String frames = s.conv("conv", s.reshape("frames", "x", 3, 2, 4, 4), 5);
    Network network = s.drawn("items", s.reshape("y", frames, 1, -1)).network();
    assertThat(CostSummary.of(network).macs()).isEqualTo(3L * 5 * 2 * 9 * 16);
  }
}
