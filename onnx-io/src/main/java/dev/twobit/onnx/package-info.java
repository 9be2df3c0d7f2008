/**
 * What reading and writing ONNX files share: names of formats, integers behind values, ONNX
 * Runtime.
 */
@NullMarked
package dev.twobit.onnx;

import org.jspecify.annotations.NullMarked;
