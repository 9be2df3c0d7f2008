package dev.twobit.experiment.results;

import dev.twobit.hardware.HardwareConfig;

/**
 * One simulation with everything needed to repeat it.
 *
 * @param bits width of weights and activations of quantized layers
 * @param residualBits width of the residual path; first, last and shortcut layers have 8
 * @param precision the same as people read it; of a SCALE-Sim topology every layer has {@code bits}
 */
public record SimulationRun(
    HardwareConfig hardware,
    int bits,
    int residualBits,
    String precision,
    SimulationResult simulation) {

  /** The accelerator as reports echo it. */
  public HardwareFacts hardwareFacts() {
    return HardwareFacts.of(hardware);
  }
}
