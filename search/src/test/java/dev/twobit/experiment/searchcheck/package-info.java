@NullMarked
package dev.twobit.experiment.searchcheck;

import org.jspecify.annotations.NullMarked;
