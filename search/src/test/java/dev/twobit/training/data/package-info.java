@NullMarked
package dev.twobit.training.data;

import org.jspecify.annotations.NullMarked;
