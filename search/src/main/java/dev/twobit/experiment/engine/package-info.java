/**
 * Where trials run: in this process, in others of this machine, or on a cluster. An engine starts
 * the command {@code twobit trial} somewhere, and again after a loss; what the trial is and what it
 * ends with are files.
 */
@NullMarked
package dev.twobit.experiment.engine;

import org.jspecify.annotations.NullMarked;
