/** Accelerator configurations as records, their loader and validation. */
@NullMarked
package dev.twobit.hardware;

import org.jspecify.annotations.NullMarked;
