@NullMarked
package dev.twobit.tensor;

import org.jspecify.annotations.NullMarked;
