/** The paper's figures and tables as lists of trials: seeded, cached by content, resumable. */
@NullMarked
package dev.twobit.experiment.study;

import org.jspecify.annotations.NullMarked;
