/**
 * The few conversions between Java values and libtorch tensors that quantizers and training share.
 */
@NullMarked
package dev.twobit.tensor;

import org.jspecify.annotations.NullMarked;
