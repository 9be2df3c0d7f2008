package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.Activity;
import dev.twobit.simulator.CycleBreakdown;
import dev.twobit.simulator.array.RowBands;
import dev.twobit.simulator.array.RowBands.Band;
import dev.twobit.simulator.array.SystolicMapping;
import dev.twobit.simulator.array.WeightTiles;
import dev.twobit.simulator.engine.LayerTiming;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.StoredTensors;
import java.util.ArrayList;
import java.util.List;

/** A convolution on the systolic machine. */
final class SystolicRun {
  private SystolicRun() {}

  static TickRun simulate(
      LayerWorkload.Convolution layer,
      ArrayConfig.Systolic array,
      HardwareConfig hardware,
      ConvolutionOperands operands) {
    SystolicMapping mapping = SystolicMapping.of(layer, array, hardware.precision());
    WeightTiles tiles = WeightTiles.of(layer, array.dataflow(), mapping);
    RowBands cut =
        RowBands.pairwise(layer, tiles.totalBytes(), hardware.buffer(), hardware.memory());
    int pixels = layer.outputHeight() * layer.outputWidth();
    List<Fold> folds =
        FoldSequence.of(
            array.dataflow(),
            tiles,
            mapping.passes(),
            switch (array.dataflow()) {
              case WEIGHT_STATIONARY -> pixels;
              case INPUT_STATIONARY -> mapping.columns();
              case OUTPUT_STATIONARY -> mapping.rows();
            },
            cut.bands(),
            layer.outputWidth());
    List<int[]> outputs = new ArrayList<>();
    layer.outputBits().forEach(bits -> outputs.add(new int[layer.outputChannels() * pixels]));
    SystolicMachine machine =
        new SystolicMachine(layer, array, hardware, mapping, tiles, cut, folds, operands, outputs);
    machine.run();
    CycleBreakdown cycles = machine.cycles();
    LayerTiming timing =
        new LayerTiming(
            cycles,
            activity(machine, mapping, fetchedAgain(layer, cut, hardware)),
            (double) machine.products() / ((double) array.macUnits() * cycles.total()),
            cut.bands().size(),
            mapping.describe(layer, array, folds.size() / mapping.passes(), cut.bands().size()));
    return new TickRun(timing, outputs, cycles.total());
  }

  private static Activity activity(SystolicMachine machine, SystolicMapping mapping, long halo) {
    boolean composed = mapping.products() > 1;
    return new Activity(
        composed ? 0 : machine.products(),
        composed ? machine.products() : 0,
        machine.bufferReadBits() / 8,
        machine.loadedBytes(),
        machine.readBytes(),
        halo,
        machine.writtenBytes(),
        machine.postElements());
  }

  private static long fetchedAgain(
      LayerWorkload.Convolution layer, RowBands cut, HardwareConfig hardware) {
    boolean[] fetched = new boolean[layer.inputHeight()];
    long again = 0;
    for (Band band : cut.bands()) {
      for (int row = band.firstInputRow(); row < band.pastInputRow(); row++) {
        again += fetched[row] ? 1 : 0;
        fetched[row] = true;
      }
    }
    return again
        * StoredTensors.cubeBytes(
            layer.inputChannels(), 1, layer.inputWidth(), layer.inputBits(), hardware.memory());
  }
}
