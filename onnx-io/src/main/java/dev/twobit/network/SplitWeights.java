package dev.twobit.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A convolution's weights with some input channels read twice.
 *
 * @param weights of the channels that were there, then of the copies
 * @param copies which channel each is a copy of, in order
 */
record SplitWeights(WeightTensor weights, List<Integer> copies) {
  SplitWeights {
    copies = List.copyOf(copies);
  }

  /**
   * Halves the channel with the largest weight, copies of before included, {@code count} times: w /
   * 2 - s / 4 and w / 2 + s / 4, s a step of the largest weight in so many bits (the paper's
   * section 3.3).
   *
   * @param w (K, C, R, S)
   */
  static SplitWeights of(WeightTensor w, int count, int bits) {
    int kernels = w.shape().dim(0);
    int channels = w.shape().dim(1);
    int plane = w.values().length / kernels / channels;
    List<float[]> parts = new ArrayList<>();
    for (int c = 0; c < channels; c++) {
      parts.add(part(w.values(), c, kernels, channels, plane));
    }
    float quarter = largest(parts) / ((1 << (bits - 1)) - 1) / 4;
    List<Integer> origins = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int most = 0;
      for (int c = 1; c < parts.size(); c++) {
        most = largest(parts.get(c)) > largest(parts.get(most)) ? c : most;
      }
      float[] whole = parts.get(most);
      parts.set(most, half(whole, -quarter));
      parts.add(half(whole, quarter));
      origins.add(most < channels ? most : origins.get(most - channels));
    }
    return new SplitWeights(joined(parts, w.shape(), plane), origins);
  }

  /** A parameter with these rows of its first axis once more behind the others. */
  static WeightTensor rows(WeightTensor parameter, List<Integer> copies) {
    int rows = parameter.shape().dim(0);
    int each = parameter.values().length / rows;
    float[] values = Arrays.copyOf(parameter.values(), (rows + copies.size()) * each);
    for (int i = 0; i < copies.size(); i++) {
      System.arraycopy(parameter.values(), copies.get(i) * each, values, (rows + i) * each, each);
    }
    List<Integer> dims = new ArrayList<>(parameter.shape().dims());
    dims.set(0, rows + copies.size());
    return new WeightTensor(new TensorShape(dims), values);
  }

  private static float[] part(float[] w, int channel, int kernels, int channels, int plane) {
    float[] part = new float[kernels * plane];
    for (int k = 0; k < kernels; k++) {
      System.arraycopy(w, (k * channels + channel) * plane, part, k * plane, plane);
    }
    return part;
  }

  private static WeightTensor joined(List<float[]> parts, TensorShape before, int plane) {
    int kernels = before.dim(0);
    float[] values = new float[kernels * parts.size() * plane];
    for (int k = 0; k < kernels; k++) {
      for (int c = 0; c < parts.size(); c++) {
        System.arraycopy(parts.get(c), k * plane, values, (k * parts.size() + c) * plane, plane);
      }
    }
    List<Integer> dims = new ArrayList<>(before.dims());
    dims.set(1, parts.size());
    return new WeightTensor(new TensorShape(dims), values);
  }

  private static float largest(List<float[]> parts) {
    float largest = 0;
    for (float[] part : parts) {
      largest = Math.max(largest, largest(part));
    }
    return largest;
  }

  private static float largest(float[] values) {
    float largest = 0;
    for (float v : values) {
      largest = Math.max(largest, Math.abs(v));
    }
    return largest;
  }

  private static float[] half(float[] whole, float shift) {
    float[] half = new float[whole.length];
    for (int i = 0; i < half.length; i++) {
      half[i] = whole[i] / 2 + shift;
    }
    return half;
  }
}
