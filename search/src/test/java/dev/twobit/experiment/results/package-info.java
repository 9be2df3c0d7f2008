@NullMarked
package dev.twobit.experiment.results;

import org.jspecify.annotations.NullMarked;
