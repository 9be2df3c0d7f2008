package dev.twobit.simulator.engine.tick;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.array.BankSplit;
import dev.twobit.simulator.array.KernelGroups;
import dev.twobit.simulator.array.Launch;
import dev.twobit.simulator.array.RowBands;
import dev.twobit.simulator.array.RowBands.Band;
import dev.twobit.simulator.workload.Activity;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.CycleBreakdown;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.ArrayList;
import java.util.List;

/** A convolution on the dot-product machine, band after band. */
final class DotProductRun {
  private final LayerWorkload.Convolution layer;
  private final ArrayConfig.DotProduct array;
  private final HardwareConfig hardware;
  private final ConvolutionOperands operands;
  private final KernelGroups groups;

  private DotProductRun(
      LayerWorkload.Convolution layer,
      ArrayConfig.DotProduct array,
      HardwareConfig hardware,
      ConvolutionOperands operands) {
    this.layer = layer;
    this.array = array;
    this.hardware = hardware;
    this.operands = operands;
    this.groups = KernelGroups.of(layer, array.atomicKernels(), hardware.memory());
  }

  static PartRun run(
      LayerWorkload.Convolution layer,
      RowBands bands,
      ArrayConfig.DotProduct array,
      HardwareConfig hardware,
      ConvolutionOperands operands) {
    if (array.accumulatorCredits() < 2 * array.atomicKernels()) {
      throw new IllegalArgumentException(
          "accumulatorCredits: found "
              + array.accumulatorCredits()
              + ", expected a full stripe, 2 x "
              + array.atomicKernels());
    }
    return new DotProductRun(layer, array, hardware, operands).run(bands);
  }

  private PartRun run(RowBands bands) {
    List<int[]> outputs = new ArrayList<>();
    int size = layer.outputChannels() * layer.outputHeight() * layer.outputWidth();
    layer.outputBits().forEach(bits -> outputs.add(new int[size]));
    CycleBreakdown cycles = CycleBreakdown.ZERO;
    Activity activity = Activity.ZERO;
    WeightBuffer weights = weights(bands);
    for (Band band : bands.bands()) {
      if (band.weightsKept()) {
        weights.rewind();
      } else {
        weights = weights(bands);
      }
      Launch launch =
          new Launch(layer, 0, bands, band, BankSplit.of(bands, hardware.buffer()), false, 0);
      DotProductMachine machine =
          new DotProductMachine(
              List.of(launch), List.of(operands), List.of(outputs), weights, array, hardware);
      machine.run();
      cycles = cycles.plus(machine.cycles());
      activity = activity.plus(machine.activity());
    }
    return new PartRun(cycles, activity, 0, outputs);
  }

  /** Operations back to back, and their outputs. */
  static ChainRun chain(
      List<Launch> launches, List<ConvolutionOperands> operands, HardwareConfig hardware) {
    ArrayConfig.DotProduct array = (ArrayConfig.DotProduct) hardware.array();
    List<List<int[]>> outputs = new ArrayList<>();
    for (Launch launch : launches) {
      LayerWorkload.Convolution c = launch.layer();
      int size = c.outputChannels() * c.outputHeight() * c.outputWidth();
      outputs.add(c.outputBits().stream().map(bits -> new int[size]).toList());
    }
    DotProductRun first =
        new DotProductRun(launches.get(0).layer(), array, hardware, operands.get(0));
    DotProductMachine machine =
        new DotProductMachine(
            launches, operands, outputs, first.weights(launches.get(0).rows()), array, hardware);
    machine.run();
    return new ChainRun(machine.times(), outputs);
  }

  private WeightBuffer weights(RowBands bands) {
    WeightBuffer weights = new WeightBuffer(layer, groups, operands, bands.weightCapacityBytes());
    weights.receive(Math.toIntExact(bands.boundary().weightBytesOnChip()));
    return weights;
  }
}
