package dev.twobit.search.inherit;

import dev.twobit.network.Layer;
import dev.twobit.network.LayerKinds;
import dev.twobit.network.Network;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * What the parameters of a derived network's layers begin with, by key, where the original network
 * has the layer too.
 *
 * @param original its structure
 * @param trained its weights
 * @param derived with the constants of the original network, in its order
 * @param weightSpacings by layer, between latent weights at which the level changes
 */
record InheritedParameters(
    Network original,
    Parameters trained,
    Network derived,
    ChannelLineage lineage,
    SilentGrowth growth,
    Map<String, Double> weightSpacings,
    long seed)
    implements LayerKinds<Map<String, WeightTensor>>,
        LayerKinds.Weighted.Cases<Map<String, WeightTensor>>,
        LayerKinds.Elementwise.Cases<Map<String, WeightTensor>> {
  /** Noise on a new row as a share of its deviation. */
  private static final double NOISE = 0.2;

  @Override
  public Map<String, WeightTensor> weighted(Weighted layer) {
    return layer.fold(this);
  }

  @Override
  public Map<String, WeightTensor> convolution(Layer.Convolution c) {
    return rowsAndColumns(c, WeightSources.of(c, lineage), c.hasBias());
  }

  @Override
  public Map<String, WeightTensor> transposedConvolution(Layer.TransposedConvolution layer) {
    // Not trained: refused where it would be.
    return Map.of();
  }

  @Override
  public Map<String, WeightTensor> fullyConnected(Layer.FullyConnected f) {
    return rowsAndColumns(f, WeightSources.of(f, original, lineage), f.hasBias());
  }

  private Map<String, WeightTensor> rowsAndColumns(
      Layer layer, WeightSources sources, boolean biased) {
    ChannelSources rows = sources.rows();
    ChannelSources columns = sources.columns();
    boolean[] zero = new boolean[rows.size()];
    if (growth.isSilentByZeros(layer)) {
      for (int r = 0; r < zero.length; r++) {
        zero[r] = growth.isSilent(rows, r);
      }
    }
    Map<String, WeightTensor> result = new HashMap<>();
    String key = layer.name() + ".weight";
    WeightTensor old = trained.get(key);
    WeightTensor now = Kernels.matrix(old, rows, columns);
    if (growth.isSplit()) {
      new SplitWeights(
              ChannelCopies.of(rows),
              ChannelCopies.of(columns),
              weightSpacings.getOrDefault(layer.name(), 0.0),
              growth.isNormalized(layer))
          .split(old, now, sources, random(key));
    } else {
      grow(old, now, new GrownEntries(rows, columns, zero, readsCodes(layer)), key);
    }
    result.put(key, now);
    if (biased) {
      float[] bias = Kernels.vector(trained.get(layer.name() + ".bias"), rows);
      if (growth.isSplit() && !growth.isNormalized(layer)) {
        moveApart(bias, layer, rows);
      }
      for (int r = 0; r < bias.length; r++) {
        bias[r] = zero[r] ? 0 : bias[r];
      }
      result.put(layer.name() + ".bias", WeightTensor.vector(bias));
    }
    return result;
  }

  private Random random(String key) {
    return new Random(seed * 1_000_003L + key.hashCode());
  }

  /** Copies of a channel are rounded at different places by what reads them. */
  private void moveApart(float[] shift, Layer writer, ChannelSources channels) {
    ChannelCopies copies = ChannelCopies.of(channels);
    double spacing = growth.spacing(writer);
    for (int c = 0; c < shift.length; c++) {
      shift[c] += (float) (copies.offset(c) * spacing);
    }
  }

  private boolean readsCodes(Layer layer) {
    return growth.readsCodes(layer.name());
  }

  /**
   * Which entries are new, and what they become.
   *
   * @param zeroRows new ones that are zeros; others are the copies that they are, with noise
   * @param drawnColumns new columns are drawn, else zeros; those of two channels always are
   */
  @SuppressWarnings("ArrayRecordComponent") // taken apart at once
  private record GrownEntries(
      ChannelSources rows, ChannelSources columns, boolean[] zeroRows, boolean drawnColumns) {
    boolean isDrawn(int column) {
      return drawnColumns || !columns.isAlone(column);
    }
  }

  /** None of them larger than what there was: the largest weight is what some quantizers go by. */
  private void grow(WeightTensor old, WeightTensor now, GrownEntries grown, String key) {
    Random random = random(key);
    float[] values = now.values();
    float most = Kernels.largest(old.values());
    double spread = Kernels.deviation(old.values(), 0, old.values().length);
    int area = Kernels.area(now);
    int row = grown.columns.size() * area;
    for (int r = 0; r < grown.rows.size(); r++) {
      if (grown.rows.isSecondOfTwo(r)) {
        System.arraycopy(values, grown.rows.twin()[r] * row, values, r * row, row);
        continue;
      }
      boolean newRow = grown.rows.grown()[r];
      double noise = newRow ? NOISE * Kernels.deviation(values, r * row, row) : 0;
      for (int i = 0; i < row; i++) {
        int at = r * row + i;
        int column = i / area;
        if (grown.columns.isSecondOfTwo(column)) {
          values[at] = -values[at + (grown.columns.twin()[column] - column) * area];
        } else if (grown.columns.grown()[column]) {
          values[at] = grown.isDrawn(column) ? within(most, spread * random.nextGaussian()) : 0;
        } else if (newRow) {
          values[at] =
              grown.zeroRows[r] ? 0 : within(most, values[at] + noise * random.nextGaussian());
        }
      }
    }
  }

  private static float within(float most, double value) {
    return (float) Math.max(-most, Math.min(most, value));
  }

  @Override
  public Map<String, WeightTensor> elementwise(Elementwise layer) {
    return layer.fold(this);
  }

  @Override
  public Map<String, WeightTensor> batchNormalization(Layer.BatchNormalization b) {
    ChannelSources channels = lineage.of(b.output());
    float[] scale = Kernels.vector(trained.get(b.name() + ".scale"), channels);
    float[] shift = Kernels.vector(trained.get(b.name() + ".shift"), channels);
    float[] variance = Kernels.vector(trained.get(b.name() + ".variance"), channels);
    double usual = mean(trained.get(b.name() + ".variance").values());
    if (growth.isSplit()) {
      moveApart(shift, b, channels);
    }
    Optional<SilentRange> range = growth.range(b);
    int own = growth.firstOwn(b);
    for (int c = 0; c < scale.length; c++) {
      if (growth.isSilent(channels, c) && range.isPresent()) {
        scale[c] = c < own ? 0 : (float) range.get().scale();
        shift[c] = c < own ? 0 : (float) range.get().shift();
        // A copy with noise of a channel that never changed does change.
        variance[c] = (float) Math.max(variance[c], usual);
      }
    }
    return Map.of(
        b.name() + ".scale", WeightTensor.vector(scale),
        b.name() + ".shift", WeightTensor.vector(shift),
        b.name() + ".mean",
            WeightTensor.vector(Kernels.vector(trained.get(b.name() + ".mean"), channels)),
        b.name() + ".variance", WeightTensor.vector(variance));
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float v : values) {
      sum += v;
    }
    return sum / values.length;
  }

  @Override
  public Map<String, WeightTensor> activation(Layer.Activation layer) {
    return Map.of();
  }

  @Override
  public Map<String, WeightTensor> parametricRelu(Layer.ParametricRelu p) {
    return constant(p, p.name() + ".slope");
  }

  @Override
  public Map<String, WeightTensor> constantArithmetic(Layer.ConstantArithmetic a) {
    return constant(a, a.name() + ".constant");
  }

  /** One value a channel follows them; what is in the network's order is in the derived one's. */
  private Map<String, WeightTensor> constant(Layer layer, String key) {
    Optional<WeightTensor> given = trained.find(key);
    if (given.isEmpty()) {
      return Map.of();
    }
    TensorShape read = original.shape(layer.input());
    int axis = 1 - (read.rank() - given.get().shape().rank());
    boolean follows = axis >= 0 && given.get().shape().dim(axis) == read.dim(1);
    if (lineage.isUnsorted(layer.input()) || !follows) {
      return Map.of(key, derived.parameters().find(key).orElse(given.get()));
    }
    return Map.of(key, Kernels.along(given.get(), axis, lineage.of(layer.input())));
  }

  @Override
  public Map<String, WeightTensor> combination(Combination layer) {
    return Map.of();
  }

  @Override
  public Map<String, WeightTensor> movement(Movement layer) {
    return Map.of();
  }

  @Override
  public Map<String, WeightTensor> planar(Planar layer) {
    return Map.of();
  }

  @Override
  public Map<String, WeightTensor> jointNormalization(JointNormalization layer) {
    return Map.of();
  }

  @Override
  public Map<String, WeightTensor> unsupported(Layer.Unsupported layer) {
    return Map.of();
  }
}
