/** A network, and its integers where it has some, to an ONNX file. */
@NullMarked
package dev.twobit.onnx.write;

import org.jspecify.annotations.NullMarked;
