/** The simulator held against measured and published rows, its engines against each other. */
@NullMarked
package dev.twobit.simulator.validation;

import org.jspecify.annotations.NullMarked;
