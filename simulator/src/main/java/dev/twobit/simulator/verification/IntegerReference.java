package dev.twobit.simulator.verification;

import dev.twobit.network.Window;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.LayerWorkload.PostOperation;
import dev.twobit.simulator.workload.PostOperands;
import dev.twobit.simulator.workload.PostOperands.Reduction;
import java.util.ArrayList;
import java.util.List;

/**
 * Layers in plain integer arithmetic, as the definition has them: what engines are held against.
 */
public final class IntegerReference {
  private IntegerReference() {}

  /** Every copy of the output: channel by channel, row by row. */
  public static List<int[]> convolution(LayerWorkload.Convolution c, ConvolutionOperands operands) {
    int plane = c.outputHeight() * c.outputWidth();
    List<int[]> copies = new ArrayList<>();
    operands.conversions().forEach(o -> copies.add(new int[c.outputChannels() * plane]));
    for (int k = 0; k < c.outputChannels(); k++) {
      for (int y = 0; y < c.outputHeight(); y++) {
        for (int x = 0; x < c.outputWidth(); x++) {
          int index = k * plane + y * c.outputWidth() + x;
          long sum = operands.combined(accumulator(c, operands, k, y, x), index);
          for (int i = 0; i < copies.size(); i++) {
            copies.get(i)[index] = operands.conversions().get(i).code(k, sum);
          }
        }
      }
    }
    return copies;
  }

  private static long accumulator(
      LayerWorkload.Convolution c, ConvolutionOperands operands, int k, int y, int x) {
    Window w = c.window();
    int channels = c.inputChannels() / c.groups();
    int group = k / (c.outputChannels() / c.groups());
    long sum = 0;
    for (int i = 0; i < channels; i++) {
      for (int r = 0; r < w.kernelHeight(); r++) {
        int row = y * w.strideHeight() - w.padTop() + r * w.dilationHeight();
        for (int s = 0; s < w.kernelWidth(); s++) {
          int column = x * w.strideWidth() - w.padLeft() + s * w.dilationWidth();
          boolean padding =
              row < 0 || row >= c.inputHeight() || column < 0 || column >= c.inputWidth();
          int channel = group * channels + i;
          int activation =
              padding
                  ? operands.padCode()
                  : operands.input()[(channel * c.inputHeight() + row) * c.inputWidth() + column];
          int code =
              operands.weights()[((k * channels + i) * w.kernelHeight() + r) * w.kernelWidth() + s];
          sum +=
              (long) ConvolutionOperands.weight(code, c.weightBits(), operands.encoding())
                  * activation;
        }
      }
    }
    return sum;
  }

  /** Every copy of the output of pooling, of arithmetic of operands or of data movement. */
  public static List<int[]> post(LayerWorkload.PostProcessing step, PostOperands operands) {
    int plane = step.ofmap().positions();
    List<int[]> copies = new ArrayList<>();
    operands.conversions().forEach(o -> copies.add(new int[step.channels() * plane]));
    for (int index = 0; index < step.channels() * plane; index++) {
      long value =
          step.operation() == PostOperation.POOLING
              ? operands.scales().get(0) * pooled(step, operands, index)
              : operands.combined(index);
      for (int i = 0; i < copies.size(); i++) {
        copies.get(i)[index] = operands.conversions().get(i).code(index / plane, value);
      }
    }
    return copies;
  }

  private static long pooled(LayerWorkload.PostProcessing step, PostOperands operands, int index) {
    Window w = step.window();
    int x = index % step.outputWidth();
    int y = index / step.outputWidth() % step.outputHeight();
    int channel = index / step.outputWidth() / step.outputHeight();
    long result = 0;
    for (int r = 0; r < w.kernelHeight(); r++) {
      int row = y * w.strideHeight() - w.padTop() + r * w.dilationHeight();
      for (int s = 0; s < w.kernelWidth(); s++) {
        int column = x * w.strideWidth() - w.padLeft() + s * w.dilationWidth();
        if (row < 0 || row >= step.inputHeight() || column < 0 || column >= step.inputWidth()) {
          continue;
        }
        int code =
            operands.inputs()
                .get(0)[(channel * step.inputHeight() + row) * step.inputWidth() + column];
        result = operands.reduction() == Reduction.SUM ? result + code : Math.max(result, code);
      }
    }
    return result;
  }
}
