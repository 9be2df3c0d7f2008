/** MAC array styles and their dataflows. */
@NullMarked
package dev.twobit.simulator.array;

import org.jspecify.annotations.NullMarked;
