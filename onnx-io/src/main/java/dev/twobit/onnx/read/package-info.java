/**
 * An ONNX file, float or quantized, to a network; what no operator table foresees is refused in one
 * line.
 */
@NullMarked
package dev.twobit.onnx.read;

import org.jspecify.annotations.NullMarked;
