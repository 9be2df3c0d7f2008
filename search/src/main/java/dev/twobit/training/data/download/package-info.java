/** CIFAR from where it is published: fetched, verified, and laid out in its binary format. */
@NullMarked
package dev.twobit.training.data.download;

import org.jspecify.annotations.NullMarked;
