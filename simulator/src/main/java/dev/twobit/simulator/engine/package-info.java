/** Engines that turn workload and hardware into cycles and counts. */
@NullMarked
package dev.twobit.simulator.engine;

import org.jspecify.annotations.NullMarked;
