/** Networks on accelerators: one simulation, or a design space of many. */
@NullMarked
package dev.twobit.experiment.simulation;

import org.jspecify.annotations.NullMarked;
