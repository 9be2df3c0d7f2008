package dev.twobit.simulator.energy;

import dev.twobit.hardware.EnergyConfig;
import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.Activity;
import dev.twobit.simulator.engine.LayerTiming;

/** Counts times the accelerator's energies; leakage times the layer's time. */
public final class EnergyModel {
  private EnergyModel() {}

  public static EnergyBreakdown energy(LayerTiming timing, HardwareConfig hardware) {
    EnergyConfig e = hardware.energy();
    Activity a = timing.activity();
    double microseconds = timing.cycles().total() / hardware.clockMegahertz();
    return new EnergyBreakdown(
        a.nativeMacs() * e.macPicojoules() + a.composedMacs() * e.composedMacPicojoules(),
        a.sramReadBytes() * e.sramReadPicojoulesPerByte()
            + a.sramWriteBytes() * e.sramWritePicojoulesPerByte(),
        (a.dramReadBytes() + a.dramWriteBytes()) * e.dramPicojoulesPerByte(),
        a.postProcessorElements() * e.postProcessorPicojoulesPerElement(),
        e.leakageMilliwatts() * microseconds * 1e3);
  }
}
