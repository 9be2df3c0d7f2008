/** How fast the simulator itself is: what is timed, and how. */
@NullMarked
package dev.twobit.simulator.benchmark;

import org.jspecify.annotations.NullMarked;
