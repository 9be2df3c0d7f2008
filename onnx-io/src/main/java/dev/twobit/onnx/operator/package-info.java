/**
 * Operators of ONNX: nodes in, layers or constants out; seen by the readers and writers of files
 * only.
 */
@NullMarked
package dev.twobit.onnx.operator;

import org.jspecify.annotations.NullMarked;
