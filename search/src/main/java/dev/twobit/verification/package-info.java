/**
 * What the clocked engine computes held against ONNX Runtime, and deployed networks run on
 * integers.
 */
@NullMarked
package dev.twobit.verification;

import org.jspecify.annotations.NullMarked;
