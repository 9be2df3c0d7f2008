/**
 * Workload and hardware to cycles and counts, from events and steady states. Held equal, to the
 * cycle and to every count, to the clocked engine in {@code tick}, which it does not call.
 */
@NullMarked
package dev.twobit.simulator.engine;

import org.jspecify.annotations.NullMarked;
