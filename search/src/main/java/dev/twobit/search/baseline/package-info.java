/** What neural channel expansion is measured against, and all methods by name. */
@NullMarked
package dev.twobit.search.baseline;

import org.jspecify.annotations.NullMarked;
