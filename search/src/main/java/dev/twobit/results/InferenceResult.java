package dev.twobit.results;

import dev.twobit.simulator.NetworkSimulation;

/**
 * One inference, of all its images: accelerator, link and host one after the other, each waiting
 * for the others. These are the figures that stand first; those of the accelerator alone are parts.
 *
 * @param latencyMilliseconds sum of the three that follow
 * @param acceleratorMilliseconds of its layers one by one
 * @param linkMilliseconds images, results, weights that do not stay on chip, and the driver's
 *     constant; 0 without a link
 * @param hostMilliseconds operators that run beside the accelerator; 0 where none does
 * @param framesPerSecond images in a second
 * @param energyMillijoulesPerImage of accelerator and host; that of a link is not modelled
 */
public record InferenceResult(
    double latencyMilliseconds,
    double acceleratorMilliseconds,
    double linkMilliseconds,
    double hostMilliseconds,
    double latencyMillisecondsPerImage,
    double framesPerSecond,
    double energyMillijoulesPerImage) {
  public static InferenceResult of(NetworkSimulation simulation) {
    double latency = simulation.inferenceMilliseconds();
    return new InferenceResult(
        latency,
        simulation.latencyMilliseconds(),
        simulation.hostLink().totalMilliseconds(),
        simulation.hostWork().milliseconds(),
        latency / simulation.batch(),
        simulation.batch() * 1e3 / latency,
        simulation.inferenceMillijoules() / simulation.batch());
  }

  /** Whether the accelerator is all of it. */
  public boolean acceleratorAlone() {
    return linkMilliseconds == 0 && hostMilliseconds == 0;
  }
}
