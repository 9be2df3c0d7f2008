@NullMarked
package dev.twobit.report;

import org.jspecify.annotations.NullMarked;
