package dev.twobit.simulator.engine;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.array.KernelGroups;
import dev.twobit.simulator.array.Launch;
import dev.twobit.simulator.array.Tiling;
import dev.twobit.simulator.workload.CycleBreakdown;
import dev.twobit.simulator.workload.LayerWorkload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Operations of a dot-product array back to back, their registers written ahead
 * (simulator/docs/nvdla-rtl.md#layers-back-to-back): a fetch begins when the one before is over,
 * and what the array and the post-processor are left with goes on.
 */
public final class DotProductChain {
  private DotProductChain() {}

  /**
   * Operations, and what they leave.
   *
   * @param after seen from the clock that {@code times} are counted from
   */
  public record Passed(List<LaunchTimes> times, ChainState after) {
    public Passed {
      times = List.copyOf(times);
    }
  }

  /** All of them, from an idle accelerator on. */
  public static List<LaunchTimes> run(List<Launch> launches, HardwareConfig hardware) {
    ArrayConfig.DotProduct array = (ArrayConfig.DotProduct) hardware.array();
    return pass(ChainState.cold(array.accumulatorCredits()), launches, hardware).times();
  }

  /** Clocks that operations from an idle accelerator on cannot take less than. */
  public static long leastClocks(List<Launch> launches, HardwareConfig hardware) {
    ArrayConfig.DotProduct array = (ArrayConfig.DotProduct) hardware.array();
    return DotProductLeast.cycles(
        launches.stream().map(launch -> job(launch, array, hardware)).toList(), array, hardware);
  }

  /** What a layer's operations count, in clocks that are theirs here. */
  public static LayerTiming timing(
      LayerWorkload.Convolution c, Tiling tiling, CycleBreakdown cycles, HardwareConfig hardware) {
    return DotProductEngine.timing(
        c, tiling, cycles, (ArrayConfig.DotProduct) hardware.array(), hardware);
  }

  /** Those of a layer, behind others. */
  public static Passed pass(ChainState before, List<Launch> launches, HardwareConfig hardware) {
    ArrayConfig.DotProduct array = (ArrayConfig.DotProduct) hardware.array();
    List<LaunchTimes> times = new ArrayList<>();
    ChainState state = before;
    for (Launch launch : launches) {
      DotProductBand.Passed passed =
          DotProductBand.run(job(launch, array, hardware), launch, state, array, hardware);
      times.add(passed.times());
      state = passed.after();
    }
    return new Passed(times, state);
  }

  /**
   * When those of a layer are done behind others; empty as soon as it is known that they are not
   * before {@code limit}.
   */
  public static OptionalLong endBelow(
      ChainState before, List<Launch> launches, long limit, HardwareConfig hardware) {
    ArrayConfig.DotProduct array = (ArrayConfig.DotProduct) hardware.array();
    List<DotProductJob> jobs = new ArrayList<>(launches.size());
    long[] macs = new long[launches.size() + 1];
    long[] outputs = new long[launches.size() + 1];
    for (Launch launch : launches) {
      jobs.add(job(launch, array, hardware));
    }
    for (int i = jobs.size() - 1; i >= 0; i--) {
      macs[i] = macs[i + 1] + DotProductLeast.macs(jobs.get(i), array);
      outputs[i] = outputs[i + 1] + DotProductLeast.outputs(jobs.get(i), array, hardware);
    }
    ChainState state = before;
    for (int i = 0; i < jobs.size(); i++) {
      long rest = Math.min(macs[i + 1], outputs[i + 1]);
      Optional<DotProductBand.Passed> passed =
          DotProductBand.below(jobs.get(i), launches.get(i), state, limit - rest, array, hardware);
      if (passed.isEmpty()) {
        return OptionalLong.empty();
      }
      state = passed.get().after();
      if (Math.max(state.end(), state.macsEnd() + macs[i + 1]) >= limit) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.of(state.end());
  }

  private static DotProductJob job(
      Launch launch, ArrayConfig.DotProduct array, HardwareConfig hardware) {
    return DotProductJob.of(
        launch.layer(),
        array,
        hardware.memory(),
        KernelGroups.of(launch.layer(), array.atomicKernels(), hardware.memory()),
        DotProductJob.operations(launch.layer(), array, hardware.precision()),
        launch.rows(),
        launch.band());
  }
}
