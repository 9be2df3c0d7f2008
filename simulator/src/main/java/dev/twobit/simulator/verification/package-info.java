/**
 * The engines held against each other and against plain integers, on random layers and
 * accelerators.
 */
@NullMarked
package dev.twobit.simulator.verification;

import org.jspecify.annotations.NullMarked;
