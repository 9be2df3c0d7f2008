package dev.twobit.search.inherit;

import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import java.util.ArrayList;
import java.util.List;

/** Entries of weights, and what of them new ones are drawn like. */
final class Kernels {
  private Kernels() {}

  /** The entries of a vector, one a channel. */
  static float[] vector(WeightTensor trained, ChannelSources channels) {
    float[] values = new float[channels.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = trained.values()[channels.from()[i]];
    }
    return values;
  }

  /**
   * @param columns entries of axis 1; whatever is behind stays together
   */
  static WeightTensor matrix(WeightTensor trained, ChannelSources rows, ChannelSources columns) {
    int area = area(trained);
    int width = trained.shape().dim(1);
    List<Integer> dims = new ArrayList<>(trained.shape().dims());
    dims.set(0, rows.size());
    dims.set(1, columns.size());
    float[] values = new float[rows.size() * columns.size() * area];
    for (int r = 0; r < rows.size(); r++) {
      for (int c = 0; c < columns.size(); c++) {
        int from = (rows.from()[r] * width + columns.from()[c]) * area;
        System.arraycopy(trained.values(), from, values, (r * columns.size() + c) * area, area);
      }
    }
    return new WeightTensor(new TensorShape(dims), values);
  }

  /** The entries along one axis. */
  static WeightTensor along(WeightTensor trained, int axis, ChannelSources channels) {
    int behind = 1;
    for (int i = axis + 1; i < trained.shape().rank(); i++) {
      behind *= trained.shape().dim(i);
    }
    int old = trained.shape().dim(axis);
    int outer = trained.values().length / (behind * old);
    List<Integer> dims = new ArrayList<>(trained.shape().dims());
    dims.set(axis, channels.size());
    float[] values = new float[outer * channels.size() * behind];
    for (int o = 0; o < outer; o++) {
      for (int c = 0; c < channels.size(); c++) {
        int from = (o * old + channels.from()[c]) * behind;
        System.arraycopy(
            trained.values(), from, values, (o * channels.size() + c) * behind, behind);
      }
    }
    return new WeightTensor(new TensorShape(dims), values);
  }

  /** Entries of one row and column. */
  static int area(WeightTensor tensor) {
    int area = 1;
    for (int i = 2; i < tensor.shape().rank(); i++) {
      area *= tensor.shape().dim(i);
    }
    return area;
  }

  /** Population standard deviation of {@code count} values from {@code first} on. */
  static double deviation(float[] values, int first, int count) {
    double sum = 0;
    double squares = 0;
    for (int i = first; i < first + count; i++) {
      sum += values[i];
      squares += (double) values[i] * values[i];
    }
    double mean = sum / count;
    return Math.sqrt(Math.max(0, squares / count - mean * mean));
  }

  static float largest(float[] values) {
    float largest = 0;
    for (float v : values) {
      largest = Math.max(largest, Math.abs(v));
    }
    return largest;
  }
}
