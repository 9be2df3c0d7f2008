package dev.twobit.search.cost;

/**
 * What one step of an accelerator costs by itself.
 *
 * @param name of the step, as the simulation has it
 * @param cycles of all its runs, with cold boundaries; {@code picojoules} likewise
 */
public record StepCost(String name, double cycles, double picojoules) {}
