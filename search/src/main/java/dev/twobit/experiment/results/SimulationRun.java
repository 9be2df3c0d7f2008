package dev.twobit.experiment.results;

import dev.twobit.hardware.HardwareConfig;
import dev.twobit.simulator.HostLinkTiming;

/**
 * One simulation with everything needed to repeat it.
 *
 * @param bits width of weights and activations of quantized layers
 * @param residualBits width of the residual path; first, last and shortcut layers have 8
 * @param hostLink what an inference spends outside the accelerator, in no figure of {@code
 *     simulation}
 */
public record SimulationRun(
    HardwareConfig hardware,
    int bits,
    int residualBits,
    SimulationResult simulation,
    HostLinkTiming hostLink) {}
