package dev.twobit.simulator.energy;

import dev.twobit.hardware.ArrayConfig;
import dev.twobit.hardware.ArrayConfig.Dataflow;
import dev.twobit.hardware.ArrayUnits;
import dev.twobit.hardware.EnergyConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.hardware.PrecisionConfig;
import dev.twobit.hardware.PrecisionConfig.Composition;
import dev.twobit.simulator.engine.LayerTiming;
import dev.twobit.simulator.workload.Activity;
import dev.twobit.simulator.workload.LayerWorkload;

/**
 * Counts times the accelerator's energies; leakage, and what is clocked all the time, times the
 * layer's time. A MAC's energy includes its registers; clock and power gating are left out.
 */
public final class EnergyModel {
  private EnergyModel() {}

  public static EnergyBreakdown energy(
      LayerWorkload workload, LayerTiming timing, HardwareConfig hardware) {
    EnergyConfig e = hardware.energy();
    Activity a = timing.activity();
    double microseconds = timing.cycles().total() / hardware.clockMegahertz();
    return new EnergyBreakdown(
        macPicojoules(workload, a, hardware),
        a.sramReadBytes() * e.traffic().sramReadPicojoulesPerByte()
            + a.sramWriteBytes() * e.traffic().sramWritePicojoulesPerByte(),
        (a.dramReadBytes() + a.dramWriteBytes()) * e.traffic().dramPicojoulesPerByte(),
        a.postProcessorElements() * e.postProcessorPicojoulesPerElement(),
        leakageMilliwatts(hardware) * microseconds * 1e3);
  }

  private static double macPicojoules(LayerWorkload workload, Activity a, HardwareConfig hardware) {
    EnergyConfig e = hardware.energy();
    long sums = activationSums(workload, a.nativeMacs() + a.composedMacs(), hardware);
    if (hardware.precision().composition() == Composition.SPATIAL) {
      return (a.nativeMacs() + a.composedMacs() + sums) * e.products().fusedMacPicojoules();
    }
    return (a.nativeMacs() + sums) * e.products().macPicojoules()
        + a.composedMacs() * e.products().composedMacPicojoules();
  }

  /**
   * Activations that the adder column of mid_rise codes adds up, each counted as a MAC: once for
   * all kernels that the array computes at a time. Weights wider than the MAC are two's complement.
   */
  private static long activationSums(
      LayerWorkload workload, long products, HardwareConfig hardware) {
    PrecisionConfig precision = hardware.precision();
    if (ArrayUnits.of(hardware).sumAdders() == 0
        || !(workload instanceof LayerWorkload.Convolution c)
        || c.weightBits() > precision.macWeightBits()) {
      return 0;
    }
    int kernels = c.outputChannels() / c.groups();
    int atOnce = kernelsAtOnce(hardware.array(), kernels);
    return products / kernels * ((kernels + atOnce - 1) / atOnce);
  }

  private static int kernelsAtOnce(ArrayConfig array, int kernels) {
    if (array instanceof ArrayConfig.DotProduct dot) {
      return dot.atomicKernels();
    }
    ArrayConfig.Systolic systolic = (ArrayConfig.Systolic) array;
    return systolic.dataflow() == Dataflow.INPUT_STATIONARY ? kernels : systolic.columns();
  }

  /**
   * The array's, and what the file has of the rest of the core: no source gives the leakage of
   * buffers of a low-power process.
   */
  private static double leakageMilliwatts(HardwareConfig hardware) {
    EnergyConfig e = hardware.energy();
    ArrayUnits units = ArrayUnits.of(hardware);
    double mac =
        hardware.precision().composition() == Composition.SPATIAL
            ? e.leakage().fusedMacLeakageNanowatts()
            : e.leakage().macLeakageNanowatts();
    double array =
        (units.macs() + units.sumAdders()) * mac
            + units.shiftAccumulators() * e.leakage().shiftAccumulatorLeakageNanowatts();
    return 1e-6 * array + e.leakage().idleMilliwatts();
  }
}
