/**
 * One search, training or evaluation, kept under the hash of what decides it, resumable, in this
 * process or another.
 */
@NullMarked
package dev.twobit.experiment.trial;

import org.jspecify.annotations.NullMarked;
