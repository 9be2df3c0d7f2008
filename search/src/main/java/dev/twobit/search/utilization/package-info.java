/**
 * Widths moved from units of which lane groups are worth little to those of which they are much.
 */
@NullMarked
package dev.twobit.search.utilization;

import org.jspecify.annotations.NullMarked;
