/** Image data sets in memory, read from where users have them, and batches made of them. */
@NullMarked
package dev.twobit.training.data;

import org.jspecify.annotations.NullMarked;
