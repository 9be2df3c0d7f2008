package dev.twobit.onnx;

import dev.twobit.onnx.NetworkQuantization.Activations;

/** A tensor in one of the integer forms it is read in. */
public record CodedTensor(String tensor, Activations form) {}
