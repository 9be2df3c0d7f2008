/** The parts of every request and trial, and what they name, read and checked in one way. */
@NullMarked
package dev.twobit.experiment.trial;

import org.jspecify.annotations.NullMarked;
