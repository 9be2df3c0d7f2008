/** Weight and activation quantizers, and their integer form. */
@NullMarked
package dev.twobit.quantization;

import org.jspecify.annotations.NullMarked;
