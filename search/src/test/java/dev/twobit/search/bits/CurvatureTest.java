package dev.twobit.search.bits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.tensor.Torch;
import dev.twobit.training.Initializer;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.data.BatchMaker;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.ImagesInMemory;
import dev.twobit.training.data.Normalization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/** Against the Hessian of a softmax of a linear layer, written out, and against differences. */
class CurvatureTest {
  private static final int PIXELS = 12;
  private static final int CLASSES = 4;
  private static final int IMAGES = 24;

  private static final ImageDataset DATA = data();
  private static final Normalization NORMALIZATION = Normalization.measured(DATA);
  private static final Network LINEAR = linear();

  private static ImageDataset data() {
    Random random = new Random(2);
    byte[] pixels = new byte[IMAGES * PIXELS];
    random.nextBytes(pixels);
    int[] labels = new int[IMAGES];
    for (int i = 0; i < IMAGES; i++) {
      labels[i] = i % CLASSES;
    }
    return new ImagesInMemory("random", pixels, labels, 3, 2, 2, CLASSES);
  }

  private static Network linear() {
    Random random = new Random(4);
    float[] weights = new float[CLASSES * PIXELS];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian() / 2;
    }
    return new Network(
        "linear",
        List.of("image"),
        List.of("logits"),
        List.of(
            new Layer.Reshape("flat", "image", "flat", TensorShape.of(1, PIXELS)),
            new Layer.FullyConnected("fc", "flat", "logits", PIXELS, CLASSES, false)),
        Map.of(
            "image", TensorShape.of(1, 3, 2, 2),
            "flat", TensorShape.of(1, PIXELS),
            "logits", TensorShape.of(1, CLASSES)),
        Parameters.of(
            Map.of("fc.weight", new WeightTensor(TensorShape.of(CLASSES, PIXELS), weights))),
        true);
  }

  private static Curvature curvature(boolean inputs) {
    return new Curvature(
        LINEAR, List.of("fc"), new Curvature.Sample(DATA, NORMALIZATION, IMAGES, 1), inputs);
  }

  /** Of each image, softmax of the logits. */
  private static double[][] probabilities(float[][] x) {
    float[] w = LINEAR.parameters().get("fc.weight").values();
    double[][] all = new double[IMAGES][CLASSES];
    for (int n = 0; n < IMAGES; n++) {
      double sum = 0;
      for (int k = 0; k < CLASSES; k++) {
        double logit = 0;
        for (int j = 0; j < PIXELS; j++) {
          logit += w[k * PIXELS + j] * (double) x[n][j];
        }
        all[n][k] = Math.exp(logit);
        sum += all[n][k];
      }
      for (int k = 0; k < CLASSES; k++) {
        all[n][k] /= sum;
      }
    }
    return all;
  }

  private static float[][] inputs() {
    BatchMaker maker = new BatchMaker(DATA, NORMALIZATION);
    float[][] x = new float[IMAGES][];
    for (int n = 0; n < IMAGES; n++) {
      x[n] = maker.plain(n, 1);
    }
    return x;
  }

  /** mean over images of (diag(p) - p p') (x) x x'. */
  private static double[][] hessian() {
    float[][] x = inputs();
    double[][] p = probabilities(x);
    int size = CLASSES * PIXELS;
    double[][] h = new double[size][size];
    for (int n = 0; n < IMAGES; n++) {
      for (int a = 0; a < size; a++) {
        for (int b = 0; b < size; b++) {
          int k = a / PIXELS;
          int l = b / PIXELS;
          double ofClasses = (k == l ? p[n][k] : 0) - p[n][k] * p[n][l];
          h[a][b] += ofClasses * x[n][a % PIXELS] * x[n][b % PIXELS] / IMAGES;
        }
      }
    }
    return h;
  }

  @Test
  void theMeanOfProbesIsTheTraceWithinItsStandardError() {
    Curvature curvature = curvature(false);
    List<double[]> probes = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      probes.add(curvature.probe(i));
    }
    double[][] h = hessian();
    double trace = 0;
    double square = 0;
    for (int a = 0; a < h.length; a++) {
      trace += h[a][a];
      for (int b = 0; b < h.length; b++) {
        square += a == b ? 0 : h[a][b] * h[a][b];
      }
    }
    Sensitivity mean = Sensitivity.ofTrace(probes, 0, h.length);
    assertThat(curvature.sizes()).containsExactly(h.length);
    // Of signs the variance of z'Hz is twice the sum of the squares beside the diagonal.
    double error = Math.sqrt(2 * square / probes.size()) / h.length;
    assertThat(mean.standardError()).isCloseTo(error, within(0.2 * error));
    assertThat(mean.value()).isCloseTo(trace / h.length, within(3 * error));
    assertThat(3 * error).isLessThan(0.2 * trace / h.length);
  }

  /** W'(diag(p) - p p')W of each image, the mean over images. */
  @Test
  void theTraceOfInputsIsThatOfOneImage() {
    float[] w = LINEAR.parameters().get("fc.weight").values();
    double[][] p = probabilities(inputs());
    double trace = 0;
    for (int n = 0; n < IMAGES; n++) {
      for (int j = 0; j < PIXELS; j++) {
        for (int k = 0; k < CLASSES; k++) {
          for (int l = 0; l < CLASSES; l++) {
            double ofClasses = (k == l ? p[n][k] : 0) - p[n][k] * p[n][l];
            trace += ofClasses * w[k * PIXELS + j] * w[l * PIXELS + j] / IMAGES;
          }
        }
      }
    }
    Curvature curvature = curvature(true);
    List<double[]> probes = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      probes.add(curvature.probe(i));
    }
    assertThat(curvature.sizes()).containsExactly(CLASSES * PIXELS, PIXELS);
    Sensitivity mean = Sensitivity.ofTrace(probes, 1, PIXELS);
    assertThat(mean.value()).isCloseTo(trace / PIXELS, within(4 * mean.standardError()));
    assertThat(mean.standardError()).isLessThan(0.1 * trace / PIXELS);
  }

  @Test
  void powerIterationFindsTheTopEigenvalue() {
    double top =
        Arrays.stream(
                new EigenDecomposition(new Array2DRowRealMatrix(hessian())).getRealEigenvalues())
            .max()
            .orElseThrow();
    assertThat(curvature(false).topEigenvalue(0, 100)).isCloseTo(top, within(1e-3 * top));
  }

  /**
   * Through convolutions, normalization, ReLUs that write over what they read: as the gradient's
   * difference along the direction says. No value is near the kink of a ReLU, which has no second
   * derivative: shifts are of 3, weights small.
   */
  @Test
  void productsAreDifferencesOfGradients() {
    Network fresh = Initializer.initialize(BitTasks.chain(3), 5);
    Map<String, WeightTensor> changes = new HashMap<>();
    for (String key : fresh.parameters().keys()) {
      WeightTensor own = fresh.parameters().get(key);
      float[] values = own.values().clone();
      for (int i = 0; i < values.length; i++) {
        values[i] = key.endsWith(".shift") ? 3 : values[i] / 10;
      }
      if (key.endsWith(".shift") || key.matches("(stem|mid.*)\\.weight")) {
        changes.put(key, new WeightTensor(own.shape(), values));
      }
    }
    Network network = fresh.withParameters(fresh.parameters().with(changes));
    TrainableNetwork model = TrainableNetwork.of(network, QuantizationScheme.none());
    String key = "mid1.weight";
    try (PointerScope scope = new PointerScope()) {
      SplittableRandom random = new SplittableRandom(9);
      Random gaussian = new Random(6);
      float[] pixels = new float[8 * 3 * 8 * 8];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (float) gaussian.nextGaussian();
      }
      Tensor images = Torch.tensor(pixels, 8, 3, 8, 8);
      Tensor labels = Tensor.create(0L, 1L, 2L, 3L, 0L, 1L, 2L, 3L);
      Tensor weights = Objects.requireNonNull(model.trainable().get(key), key);
      Tensor direction = HessianProduct.signs(weights, random);
      Tensor exact =
          HessianProduct.of(loss(model, images, labels), List.of(weights), List.of(direction))
              .get(0);
      double step = 1e-3;
      Tensor up = gradient(model, images, labels, weights, direction, step);
      Tensor down = gradient(model, images, labels, weights, direction, -step);
      Tensor differences = up.sub(down).div(Torch.scalar(2 * step));
      double along = HessianProduct.dot(exact, direction);
      assertThat(HessianProduct.dot(differences, direction))
          .isCloseTo(along, within(0.02 * Math.abs(along)));
      double apart = exact.detach().sub(differences).norm().item_double();
      assertThat(apart).isLessThan(0.05 * exact.norm().item_double());
    }
  }

  private static Tensor loss(TrainableNetwork model, Tensor images, Tensor labels) {
    return torch.cross_entropy_loss(model.forward(images, false), labels);
  }

  private static Tensor gradient(
      TrainableNetwork model,
      Tensor images,
      Tensor labels,
      Tensor weights,
      Tensor direction,
      double step) {
    shift(weights, direction, step);
    Tensor gradient =
        torch
            .grad(new TensorVector(loss(model, images, labels)), new TensorVector(weights))
            .get(0)
            .clone();
    shift(weights, direction, -step);
    return gradient;
  }

  private static void shift(Tensor weights, Tensor direction, double step) {
    try (NoGradGuard guard = new NoGradGuard()) {
      weights.add_(direction, Torch.scalar(step));
    }
  }
}
