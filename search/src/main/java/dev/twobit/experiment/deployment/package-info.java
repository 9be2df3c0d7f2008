/** What becomes of a network on integers: exported, evaluated, verified. */
@NullMarked
package dev.twobit.experiment.deployment;

import org.jspecify.annotations.NullMarked;
