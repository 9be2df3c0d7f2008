/**
 * A network in plain Java floats, layer after layer: what training and exported files are held
 * against.
 */
@NullMarked
package dev.twobit.reference;

import org.jspecify.annotations.NullMarked;
