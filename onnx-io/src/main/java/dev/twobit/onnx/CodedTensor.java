package dev.twobit.onnx;

import dev.twobit.onnx.DeployedQuantization.Activations;

/** A tensor in one of the integer forms it is read in. */
public record CodedTensor(String tensor, Activations form) {}
