package dev.twobit.experiment.results;

import dev.twobit.hardware.HardwareConfig;

/**
 * One simulation with everything needed to repeat it.
 *
 * @param bits width of weights and activations of quantized layers
 * @param residualBits width of first, last and shortcut layers and of the residual path
 */
public record SimulationRun(
    HardwareConfig hardware, int bits, int residualBits, SimulationResult simulation) {}
