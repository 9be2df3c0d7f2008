/** Whether every search runs on a network: a step of each, on a few images. */
@NullMarked
package dev.twobit.experiment.searchcheck;

import org.jspecify.annotations.NullMarked;
