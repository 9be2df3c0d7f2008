package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.array.DotProductMapping;
import dev.twobit.simulator.array.RowBands.Band;
import dev.twobit.simulator.array.SystolicMapping;
import dev.twobit.simulator.array.Tiling;
import dev.twobit.simulator.array.Tiling.Part;
import dev.twobit.simulator.engine.LayerTiming;
import dev.twobit.simulator.workload.Activity;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.CycleBreakdown;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.StoredTensors;
import java.util.ArrayList;
import java.util.List;

/** A convolution on either machine, one part of its kernels after the other. */
final class ConvolutionRun {
  private final LayerWorkload.Convolution layer;
  private final HardwareConfig hardware;
  private final boolean[] fetched;
  private long rowsAgain;

  private ConvolutionRun(LayerWorkload.Convolution layer, HardwareConfig hardware) {
    this.layer = layer;
    this.hardware = hardware;
    this.fetched = new boolean[layer.inputHeight()];
  }

  static TickRun simulate(
      LayerWorkload.Convolution layer,
      Tiling tiling,
      HardwareConfig hardware,
      ConvolutionOperands operands) {
    return new ConvolutionRun(layer, hardware).run(tiling, operands);
  }

  private TickRun run(Tiling tiling, ConvolutionOperands operands) {
    int plane = layer.outputHeight() * layer.outputWidth();
    List<int[]> outputs = new ArrayList<>();
    layer.outputBits().forEach(bits -> outputs.add(new int[layer.outputChannels() * plane]));
    CycleBreakdown cycles = CycleBreakdown.ZERO;
    Activity activity = Activity.ZERO;
    long folds = 0;
    for (Part part : tiling.parts(layer)) {
      PartRun run = run(part, tiling, operands);
      cycles = cycles.plus(run.cycles());
      activity = activity.plus(run.activity());
      folds += run.folds();
      for (int copy = 0; copy < outputs.size(); copy++) {
        int[] codes = run.outputs().get(copy);
        System.arraycopy(codes, 0, outputs.get(copy), part.first() * plane, codes.length);
      }
      tiling.rows().bands().forEach(this::countRows);
    }
    long rowBytes =
        StoredTensors.cubeBytes(
            layer.inputChannels(), 1, layer.inputWidth(), layer.inputBits(), hardware.memory());
    Activity all = activity.plus(new Activity(0, 0, 0, 0, 0, rowsAgain * rowBytes, 0, 0));
    long products = all.nativeMacs() + all.composedMacs();
    LayerTiming timing =
        new LayerTiming(
            cycles,
            all,
            (double) products / ((double) hardware.array().macUnits() * cycles.total()),
            tiling.operations(layer),
            describe(tiling, folds));
    return new TickRun(timing, outputs, cycles.total());
  }

  private PartRun run(Part part, Tiling tiling, ConvolutionOperands operands) {
    boolean all = part.kernels() == layer.outputChannels();
    LayerWorkload.Convolution kernels =
        all ? layer : layer.withChannels(layer.inputChannels(), part.kernels());
    ConvolutionOperands its = all ? operands : operands.kernels(layer, part.first(), part.past());
    return hardware.array() instanceof ArrayConfig.DotProduct array
        ? DotProductRun.run(kernels, tiling.rows(), array, hardware, its)
        : SystolicRun.run(
            kernels, tiling.rows(), (ArrayConfig.Systolic) hardware.array(), hardware, its);
  }

  private void countRows(Band band) {
    for (int row = band.firstInputRow(); row < band.pastInputRow(); row++) {
      rowsAgain += fetched[row] ? 1 : 0;
      fetched[row] = true;
    }
  }

  private String describe(Tiling tiling, long folds) {
    return hardware.array() instanceof ArrayConfig.DotProduct array
        ? DotProductMapping.of(layer, array, hardware.precision())
            .describe(layer, array, hardware.precision(), tiling)
        : SystolicMapping.of(layer, (ArrayConfig.Systolic) hardware.array(), hardware.precision())
            .describe(layer, (ArrayConfig.Systolic) hardware.array(), folds, tiling);
  }
}
