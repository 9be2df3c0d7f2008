/** The simulator held against measured and published rows. */
@NullMarked
package dev.twobit.simulator.validation;

import org.jspecify.annotations.NullMarked;
