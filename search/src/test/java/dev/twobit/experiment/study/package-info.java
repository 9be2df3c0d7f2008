@NullMarked
package dev.twobit.experiment.study;

import org.jspecify.annotations.NullMarked;
