/** results.json to one HTML file; shows, never computes. */
@NullMarked
package dev.twobit.report;

import org.jspecify.annotations.NullMarked;
