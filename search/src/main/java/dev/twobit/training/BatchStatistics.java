package dev.twobit.training;

import dev.twobit.network.Layer;
import dev.twobit.tensor.Torch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.bytedeco.pytorch.Tensor;

/**
 * Mean and variance per channel of what layers read, accumulated over batches in double precision.
 */
final class BatchStatistics {
  private final Predicate<Layer> wanted;
  private final Map<String, Sums> sums = new HashMap<>();

  BatchStatistics(Predicate<Layer> wanted) {
    this.wanted = wanted;
  }

  /** An observer of forward passes. */
  void reads(Layer layer, List<Tensor> inputs) {
    if (wanted.test(layer)) {
      Tensor x = inputs.get(0).detach();
      // (C, N x H x W): statistics of one batch by libtorch, sums over batches here.
      Tensor channels = x.transpose(0, 1).reshape(x.size(1), -1);
      long count = channels.size(1);
      Tensor mean = channels.mean(1);
      Tensor centred = channels.sub(mean.unsqueeze(1));
      Tensor variance = centred.square().mean(1);
      sums.computeIfAbsent(layer.name(), n -> new Sums((int) x.size(1)))
          .add(Torch.floats(mean), Torch.floats(variance), count);
    }
  }

  /** Mean and variance of everything the layer has read so far. */
  Moments moments(String layer) {
    Sums s = sums.get(layer);
    if (s == null) {
      throw new IllegalStateException("no statistics of " + layer);
    }
    return s.pooled();
  }

  /** Means over the batches of each batch's mean and unbiased variance: a cumulative average. */
  Moments averages(String layer) {
    Sums s = sums.get(layer);
    if (s == null) {
      throw new IllegalStateException("no statistics of " + layer);
    }
    return s.averaged();
  }

  /** Per channel. */
  @SuppressWarnings("ArrayRecordComponent") // taken apart at once
  record Moments(double[] mean, double[] variance) {}

  private static final class Sums {
    private final double[] mean;
    private final double[] unbiased;
    private final double[] first;
    private final double[] second;
    private long values;
    private int batches;

    Sums(int channels) {
      mean = new double[channels];
      unbiased = new double[channels];
      first = new double[channels];
      second = new double[channels];
    }

    void add(float[] means, float[] variances, long count) {
      batches++;
      values += count;
      for (int c = 0; c < means.length; c++) {
        mean[c] += means[c];
        unbiased[c] += variances[c] * (count / Math.max(1.0, count - 1.0));
        first[c] += (double) count * means[c];
        second[c] += count * (variances[c] + (double) means[c] * means[c]);
      }
    }

    Moments averaged() {
      double[] m = new double[mean.length];
      double[] v = new double[mean.length];
      for (int c = 0; c < m.length; c++) {
        m[c] = mean[c] / batches;
        v[c] = unbiased[c] / batches;
      }
      return new Moments(m, v);
    }

    Moments pooled() {
      double[] m = new double[mean.length];
      double[] v = new double[mean.length];
      for (int c = 0; c < m.length; c++) {
        m[c] = first[c] / values;
        v[c] = Math.max(0, second[c] / values - m[c] * m[c]);
      }
      return new Moments(m, v);
    }
  }
}
