/** Runs from request to results, phase by phase, resumable. */
@NullMarked
package dev.twobit.experiment;

import org.jspecify.annotations.NullMarked;
