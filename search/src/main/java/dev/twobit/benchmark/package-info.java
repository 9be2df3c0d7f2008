/** How fast simulation and training are on this machine: what is timed, and how. */
@NullMarked
package dev.twobit.benchmark;

import org.jspecify.annotations.NullMarked;
