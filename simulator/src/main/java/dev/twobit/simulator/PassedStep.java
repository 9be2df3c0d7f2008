package dev.twobit.simulator;

/**
 * A step as it goes after what was before it.
 *
 * @param layer its clocks, counts and energy here
 * @param outputKept what it writes stays on chip for the next step
 * @param prefetchedBytes of its weights that came while the step before ran
 * @param after what it leaves to the next step
 */
public record PassedStep(
    LayerSimulation layer, boolean outputKept, long prefetchedBytes, Carried after) {}
