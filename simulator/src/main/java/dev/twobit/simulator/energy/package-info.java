/** Counts times energies, by component. */
@NullMarked
package dev.twobit.simulator.energy;

import org.jspecify.annotations.NullMarked;
