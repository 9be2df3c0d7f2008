package dev.twobit.simulator;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.MemoryConfig.WeightCompression;
import dev.twobit.hardware.PrecisionConfig.Encoding;
import dev.twobit.network.Network;
import dev.twobit.network.WeightTensor;
import dev.twobit.simulator.array.KernelGroups;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.ArrayList;
import java.util.List;

/**
 * How a layer's weights lie in memory: whole, or as NVDLA compresses them, without those of value
 * zero, whichever is smaller. Zeros are those of the network's own weights; codes of mid_rise have
 * no zero, and a network without weights none that is known.
 */
final class WeightStorage {
  private WeightStorage() {}

  static LayerWorkload stored(Network network, LoweredLayer step, HardwareConfig hardware) {
    LayerWorkload workload = step.workload();
    if (hardware.memory().weightCompression() == WeightCompression.NONE
        || !(hardware.array() instanceof ArrayConfig.DotProduct array)
        || !(workload instanceof LayerWorkload.Convolution c)
        || !hasZero(c, hardware)
        || step.members().get(0).asTransposedConvolution().isPresent()) {
      return workload;
    }
    return network
        .parameters()
        .find(step.members().get(0).name() + ".weight")
        .map(weights -> smaller(c, zeros(weights, c.outputChannels()), array, hardware))
        .orElse(c);
  }

  /** Unquantized layers have two's complement whatever the encoding of the others. */
  private static boolean hasZero(LayerWorkload.Convolution c, HardwareConfig hardware) {
    return hardware.precision().weightEncoding() == Encoding.TWOS_COMPLEMENT
        || c.weightBits() == PrecisionPlan.UNQUANTIZED_BITS;
  }

  private static LayerWorkload smaller(
      LayerWorkload.Convolution c,
      List<Integer> zeros,
      ArrayConfig.DotProduct array,
      HardwareConfig hardware) {
    LayerWorkload.Convolution compressed = c.withZeroWeights(zeros);
    long whole = KernelGroups.of(c, array.atomicKernels(), hardware.memory()).totalBytes();
    return KernelGroups.of(compressed, array.atomicKernels(), hardware.memory()).totalBytes()
            < whole
        ? compressed
        : c;
  }

  private static List<Integer> zeros(WeightTensor weights, int kernels) {
    float[] values = weights.values();
    int perKernel = values.length / kernels;
    List<Integer> zeros = new ArrayList<>();
    for (int k = 0; k < kernels; k++) {
      int count = 0;
      for (int i = k * perKernel; i < (k + 1) * perKernel; i++) {
        count += values[i] == 0 ? 1 : 0;
      }
      zeros.add(count);
    }
    return zeros;
  }
}
