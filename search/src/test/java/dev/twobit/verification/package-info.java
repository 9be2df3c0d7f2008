/** The clocked engine and deployed networks against ONNX Runtime. */
@NullMarked
package dev.twobit.verification;

import org.jspecify.annotations.NullMarked;
