/** The simulator held against figures that others measured or published. */
@NullMarked
package dev.twobit.simulator.validation;

import org.jspecify.annotations.NullMarked;
