package dev.twobit.simulator;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.array.SystolicMapping;
import dev.twobit.simulator.engine.LayerTiming;
import dev.twobit.simulator.workload.Activity;
import dev.twobit.simulator.workload.FeatureMap;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.Locale;

/**
 * Groups of a convolution side by side on the diagonal of a weight-stationary array: for the array
 * one group of as many channels and kernels, whose weights off the diagonal are zero. They are
 * stored, moved and counted as bytes; MACs and utilization count the useful products only.
 *
 * @param convolution as the array runs it, its last bundle filled up with channels of zero
 */
record GroupPacking(LayerWorkload.Convolution convolution) {

  /** Groups that fit at once; 1 where they do not, or the array does not pack. */
  static int groupsAtOnce(LayerWorkload.Convolution c, HardwareConfig hardware) {
    if (c.groups() == 1
        || !(hardware.array() instanceof ArrayConfig.Systolic array)
        || array.groupPacking() == ArrayConfig.GroupPacking.NONE) {
      return 1;
    }
    SystolicMapping mapping = SystolicMapping.of(c, array, hardware.precision());
    int window =
        c.inputChannels() / c.groups() * c.window().kernelHeight() * c.window().kernelWidth();
    int fitting =
        Math.min(mapping.rows() / window, mapping.columns() * c.groups() / c.outputChannels());
    return Math.max(1, Math.min(c.groups(), fitting));
  }

  static GroupPacking of(LayerWorkload.Convolution c, int groupsAtOnce) {
    int bundles = (c.groups() + groupsAtOnce - 1) / groupsAtOnce;
    int padded = bundles * groupsAtOnce;
    return new GroupPacking(
        new LayerWorkload.Convolution(
            c.name(),
            c.operator(),
            new FeatureMap(
                c.inputChannels() / c.groups() * padded, c.inputHeight(), c.inputWidth()),
            new FeatureMap(
                c.outputChannels() / c.groups() * padded, c.outputHeight(), c.outputWidth()),
            new LayerWorkload.Kernels(c.window(), bundles, c.weightBits()),
            new LayerWorkload.Activations(
                c.inputBits(),
                c.imageInput(),
                c.outputBits(),
                c.fusedAddBits(),
                c.activations().parameters())));
  }

  /** The packed convolution's timing with the products of {@code c} alone counted. */
  LayerTiming useful(LayerTiming timing, LayerWorkload.Convolution c) {
    double share = (double) c.macs() / convolution.macs();
    Activity a = timing.activity();
    return new LayerTiming(
        timing.cycles(),
        new Activity(
            Math.round(a.nativeMacs() * share),
            Math.round(a.composedMacs() * share),
            a.sramReadBytes(),
            a.sramWriteBytes(),
            a.dramReadBytes(),
            a.dramHaloBytes(),
            a.dramWriteBytes(),
            a.postProcessorElements()),
        timing.macUtilization() * share,
        timing.rowTiles(),
        timing.mapping()
            + String.format(Locale.ROOT, ", %d groups in %d", c.groups(), convolution.groups()));
  }
}
