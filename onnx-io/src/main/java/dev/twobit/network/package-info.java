/** An immutable convolutional network: a graph of layers with shapes and, where known, weights. */
@NullMarked
package dev.twobit.network;

import org.jspecify.annotations.NullMarked;
