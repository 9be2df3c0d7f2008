/** Networks on libtorch, trainer, checkpoints, data sets. */
@NullMarked
package dev.twobit.training;

import org.jspecify.annotations.NullMarked;
