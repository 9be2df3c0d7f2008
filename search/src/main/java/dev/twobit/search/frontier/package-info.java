/**
 * The widths at which an accelerator's cost jumps, networks that use a budget up, and what one more
 * step of each width costs: all by simulation, without data.
 */
@NullMarked
package dev.twobit.search.frontier;

import org.jspecify.annotations.NullMarked;
