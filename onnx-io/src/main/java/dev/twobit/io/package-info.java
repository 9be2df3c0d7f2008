/** Writing files so that a reader sees the old one or the new one, never half of one. */
@NullMarked
package dev.twobit.io;

import org.jspecify.annotations.NullMarked;
