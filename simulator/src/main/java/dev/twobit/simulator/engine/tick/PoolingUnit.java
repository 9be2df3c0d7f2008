package dev.twobit.simulator.engine.tick;

import dev.twobit.network.Window;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.PostOperands;
import dev.twobit.simulator.workload.PostOperands.Reduction;
import java.util.List;

/**
 * Pooling as the input passes: every element goes into the windows that hold it; a window leaves
 * when the pixel at its end, or at the end of the plane, has passed.
 */
final class PoolingUnit implements PixelUnit {
  private final LayerWorkload.PostProcessing step;
  private final Window window;
  private final PostOperands operands;
  private final List<int[]> outputs;
  private final long outputBytes;
  private final int[] held;

  PoolingUnit(
      LayerWorkload.PostProcessing step,
      PostOperands operands,
      long outputBytes,
      List<int[]> outputs) {
    this.step = step;
    this.window = step.window();
    this.operands = operands;
    this.outputs = outputs;
    this.outputBytes = outputBytes;
    this.held = new int[step.channels() * step.outputHeight() * step.outputWidth()];
  }

  @Override
  public void element(int channel, int pixel) {
    int y = pixel / step.inputWidth();
    int x = pixel % step.inputWidth();
    int plane = step.inputHeight() * step.inputWidth();
    int value = operands.inputs().get(0)[channel * plane + pixel];
    for (int r = 0; r < window.kernelHeight(); r++) {
      int down = y + window.padTop() - r * window.dilationHeight();
      int row = down / window.strideHeight();
      if (down < 0 || down % window.strideHeight() != 0 || row >= step.outputHeight()) {
        continue;
      }
      for (int s = 0; s < window.kernelWidth(); s++) {
        int across = x + window.padLeft() - s * window.dilationWidth();
        int column = across / window.strideWidth();
        if (across >= 0 && across % window.strideWidth() == 0 && column < step.outputWidth()) {
          put((channel * step.outputHeight() + row) * step.outputWidth() + column, value);
        }
      }
    }
  }

  private void put(int index, int value) {
    held[index] =
        operands.reduction() == Reduction.SUM ? held[index] + value : Math.max(held[index], value);
  }

  @Override
  public long end(int pixel) {
    int y = pixel / step.inputWidth();
    int x = pixel % step.inputWidth();
    long bytes = 0;
    for (int row = 0; row < step.outputHeight(); row++) {
      int bottom = row * window.strideHeight() - window.padTop() + window.spanHeight() - 1;
      if (!passes(bottom, y, step.inputHeight())) {
        continue;
      }
      for (int column = 0; column < step.outputWidth(); column++) {
        int right = column * window.strideWidth() - window.padLeft() + window.spanWidth() - 1;
        if (passes(right, x, step.inputWidth())) {
          leave(row, column);
          bytes += outputBytes;
        }
      }
    }
    return bytes;
  }

  private static boolean passes(int end, int at, int size) {
    return end == at || at == size - 1 && end >= size;
  }

  private void leave(int row, int column) {
    for (int channel = 0; channel < step.channels(); channel++) {
      int index = (channel * step.outputHeight() + row) * step.outputWidth() + column;
      long value = held[index] * operands.scales().get(0);
      for (int copy = 0; copy < outputs.size(); copy++) {
        outputs.get(copy)[index] = operands.conversions().get(copy).code(channel, value);
      }
    }
  }
}
