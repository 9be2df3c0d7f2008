package dev.twobit.simulator;

import dev.twobit.network.CostSummary;
import dev.twobit.network.Extent;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Padding;
import dev.twobit.network.TensorShape;
import dev.twobit.network.Window;
import dev.twobit.simulator.workload.FeatureMap;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.LayerWorkload.Operand;
import dev.twobit.simulator.workload.LayerWorkload.PostOperation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A transposed convolution as NVDLA runs it (hardware architecture, "Deconvolution" and RUBIK's
 * contract mode): its kernel is split into one for each phase of the strides, all of them kernels
 * of one dense convolution of the input, whose outputs are then put in their places by a copy.
 * Kernels whose extent the stride does not divide are filled up with zeros, which cost their MACs.
 *
 * @param runs of every step
 */
record TransposedLowering(Network network, PrecisionPlan plan, DataMovement movement, int runs) {

  List<LoweredLayer> lower(Layer.TransposedConvolution c, String output, List<Layer> members) {
    Window w = c.window();
    int phases = w.strideHeight() * w.strideWidth();
    if (phases > 1 && (w.dilationHeight() > 1 || w.dilationWidth() > 1)) {
      throw cannotBeSimulated(c);
    }
    TensorShape in = network.shape(c.input());
    TensorShape out = network.shape(c.output());
    int kernelHeight = ceil(w.kernelHeight(), w.strideHeight());
    int kernelWidth = ceil(w.kernelWidth(), w.strideWidth());
    int height = ceil(out.height(), w.strideHeight());
    int width = ceil(out.width(), w.strideWidth());
    int spanHeight = (kernelHeight - 1) * w.dilationHeight() + 1;
    int spanWidth = (kernelWidth - 1) * w.dilationWidth() + 1;
    int vertical = Math.max(0, height - 1 + spanHeight - in.height());
    int horizontal = Math.max(0, width - 1 + spanWidth - in.width());
    Window dense =
        new Window(
            new Extent(kernelHeight, kernelWidth),
            new Extent(1, 1),
            new Extent(w.dilationHeight(), w.dilationWidth()),
            new Padding(
                vertical / 2,
                horizontal / 2,
                vertical - vertical / 2,
                horizontal - horizontal / 2));
    FeatureMap phased = new FeatureMap(c.outputChannels() * phases, height, width);
    List<Integer> written = movement.written(output);
    LayerWorkload convolution =
        new LayerWorkload.Convolution(
            c.name(),
            c.operator(),
            new FeatureMap(c.inputChannels(), in.height(), in.width()),
            phased,
            new LayerWorkload.Kernels(dense, c.groups(), plan.weightBits(c)),
            new LayerWorkload.Activations(
                    plan.readBits(c), movement.isImage(c.input()), written, List.of())
                .converting());
    List<LoweredLayer> steps = new ArrayList<>();
    steps.add(new LoweredLayer(convolution, c.inputs(), output, members, runs));
    if (phases > 1) {
      LayerWorkload contract =
          new LayerWorkload.PostProcessing(
              c.name() + ".contract",
              c.operator(),
              PostOperation.COPY,
              Window.square(1, 1, 0),
              written.stream().map(bits -> new Operand(phased, bits, false)).toList(),
              new FeatureMap(c.outputChannels(), out.height(), out.width()),
              written);
      steps.add(
          new LoweredLayer(
              contract, Collections.nCopies(written.size(), output), output, List.of(c), runs));
    }
    return steps;
  }

  private static int ceil(int a, int b) {
    return (a + b - 1) / b;
  }

  private InvalidInputException cannotBeSimulated(Layer layer) {
    CostSummary costs = CostSummary.of(network);
    return new InvalidInputException(
        String.format(
            Locale.ROOT,
            "%s: node '%s': operator ConvTranspose with strides and dilations and %.1f %% of the"
                + " MACs cannot be simulated; expected either of them",
            network.name(),
            layer.name(),
            100.0 * costs.layerMacs().getOrDefault(layer.name(), 0L) / Math.max(1, costs.macs())));
  }
}
