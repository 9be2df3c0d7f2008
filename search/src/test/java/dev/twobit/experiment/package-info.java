@NullMarked
package dev.twobit.experiment;

import org.jspecify.annotations.NullMarked;
