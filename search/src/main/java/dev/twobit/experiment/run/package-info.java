/** One search or one training from request to results, phase by phase, resumable. */
@NullMarked
package dev.twobit.experiment.run;

import org.jspecify.annotations.NullMarked;
