/** The judges' exam: which scores of a search rank networks as full trainings do. */
@NullMarked
package dev.twobit.experiment.exam;

import org.jspecify.annotations.NullMarked;
