package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.array.RowBands;
import dev.twobit.simulator.array.SystolicMapping;
import dev.twobit.simulator.array.WeightTiles;
import dev.twobit.simulator.workload.Activity;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.ArrayList;
import java.util.List;

/** A convolution on the systolic machine. */
final class SystolicRun {
  private SystolicRun() {}

  static PartRun run(
      LayerWorkload.Convolution layer,
      RowBands cut,
      ArrayConfig.Systolic array,
      HardwareConfig hardware,
      ConvolutionOperands operands) {
    SystolicMapping mapping = SystolicMapping.of(layer, array, hardware.precision());
    WeightTiles tiles = WeightTiles.of(layer, array.dataflow(), mapping, hardware.memory());
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
    return new PartRun(
        machine.cycles(), activity(machine, mapping), folds.size() / mapping.passes(), outputs);
  }

  private static Activity activity(SystolicMachine machine, SystolicMapping mapping) {
    boolean composed = mapping.products() > 1;
    return new Activity(
        composed ? 0 : machine.products(),
        composed ? machine.products() : 0,
        machine.bufferReadBits() / 8,
        machine.loadedBytes() + machine.keptBytes(),
        machine.readBytes(),
        0,
        machine.writtenBytes(),
        machine.postElements());
  }
}
