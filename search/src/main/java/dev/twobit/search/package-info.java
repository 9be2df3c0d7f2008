/** Channel search: methods, settings, the bi-level loop of neural channel expansion. */
@NullMarked
package dev.twobit.search;

import org.jspecify.annotations.NullMarked;
