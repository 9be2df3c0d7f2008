@NullMarked
package dev.twobit.training.data.download;

import org.jspecify.annotations.NullMarked;
