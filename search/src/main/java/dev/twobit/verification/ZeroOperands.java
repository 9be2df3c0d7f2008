package dev.twobit.verification;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.PrecisionConfig.Encoding;
import dev.twobit.simulator.engine.EventEngine;
import dev.twobit.simulator.engine.tick.TickEngine;
import dev.twobit.simulator.engine.tick.TickRun;
import dev.twobit.simulator.workload.AddScaling;
import dev.twobit.simulator.workload.ConvolutionOperands;
import dev.twobit.simulator.workload.LayerWorkload;
import dev.twobit.simulator.workload.OutputConversion;
import dev.twobit.simulator.workload.PostOperands;
import java.util.Collections;
import java.util.List;

/** A step through the clocked engine on zeros, for what it takes and moves. */
final class ZeroOperands {
  private ZeroOperands() {}

  static TickRun run(LayerWorkload workload, HardwareConfig hardware) {
    if (workload instanceof LayerWorkload.Convolution c) {
      return TickEngine.simulate(c, EventEngine.tiling(c, hardware), of(c), hardware);
    }
    LayerWorkload.PostProcessing step = (LayerWorkload.PostProcessing) workload;
    return TickEngine.simulate(step, of(step), hardware);
  }

  private static ConvolutionOperands of(LayerWorkload.Convolution c) {
    int kernel =
        c.inputChannels() / c.groups() * c.window().kernelHeight() * c.window().kernelWidth();
    int outputs = Math.toIntExact(c.ofmap().elements());
    int adds = c.fusedAddBits().size();
    return new ConvolutionOperands(
        new int[Math.toIntExact(c.ifmap().elements())],
        0,
        new int[c.outputChannels() * kernel],
        Encoding.TWOS_COMPLEMENT,
        Collections.nCopies(adds, new int[outputs]),
        new AddScaling(1, Collections.nCopies(adds, 1L), List.of()),
        unchanged(c.outputBits()));
  }

  private static PostOperands of(LayerWorkload.PostProcessing step) {
    // Read in the place of the result, or of what is pooled.
    long size = Math.max(step.ofmap().elements(), step.ifmap().elements());
    return new PostOperands(
        Collections.nCopies(step.operands().size(), new int[Math.toIntExact(size)]),
        PostOperands.Reduction.SUM,
        Collections.nCopies(step.operands().size(), 1L),
        unchanged(step.outputBits()));
  }

  private static List<OutputConversion> unchanged(List<Integer> copies) {
    return Collections.nCopies(copies.size(), new OutputConversion.Unchanged());
  }
}
