@NullMarked
package dev.twobit.experiment.engine;

import org.jspecify.annotations.NullMarked;
