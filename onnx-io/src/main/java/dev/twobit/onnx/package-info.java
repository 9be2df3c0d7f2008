/** ONNX files in and out: importer, exporter, ONNX Runtime session, plain Java executor. */
@NullMarked
package dev.twobit.onnx;

import org.jspecify.annotations.NullMarked;
