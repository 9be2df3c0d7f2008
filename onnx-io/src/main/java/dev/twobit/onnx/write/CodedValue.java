package dev.twobit.onnx.write;

import dev.twobit.network.TensorShape;
import dev.twobit.onnx.NetworkQuantization.Activations;

/**
 * A tensor of a drawn network.
 *
 * @param form that all its values are in
 */
record CodedValue(String tensor, TensorShape shape, Activations form) {
  CodedValue at(String other, TensorShape itsShape) {
    return new CodedValue(other, itsShape, form);
  }
}
