package dev.twobit.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An imported, built or adapted CNN: layers in topological order over named tensors.
 *
 * @param name file or model name, for messages
 * @param inputs graph inputs that are not weights, in order
 * @param outputs graph outputs, in order
 * @param layers topological: a layer's inputs are graph inputs or outputs of earlier layers
 * @param shapes the shape of every tensor (inputs and layer outputs) for one image, all axes data:
 *     a batch is 1 in the leading axis, and what is folded into it counts; those of other names,
 *     which a network that was changed has had, are left out
 * @param parameters weights by key; empty if the file has none
 * @param dynamicBatch the file leaves the batch extent open
 * @param images that one inference is of: the file's fixed batch, or as many as were asked for
 */
public record Network(
    String name,
    List<String> inputs,
    List<String> outputs,
    List<Layer> layers,
    Map<String, TensorShape> shapes,
    Parameters parameters,
    boolean dynamicBatch,
    int images) {

  public Network {
    if (images < 1) {
      throw new IllegalArgumentException("an inference of " + images + " images");
    }
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    layers = List.copyOf(layers);
    var known = new HashSet<>(inputs);
    var names = new HashSet<String>();
    for (Layer layer : layers) {
      if (!names.add(layer.name())) {
        throw new IllegalArgumentException("two layers are named " + layer.name());
      }
      for (String in : layer.inputs()) {
        if (!known.contains(in)) {
          throw new IllegalArgumentException(
              "layer " + layer.name() + " reads " + in + ", which nothing before it writes");
        }
      }
      if (!known.add(layer.output())) {
        throw new IllegalArgumentException("tensor " + layer.output() + " is written twice");
      }
    }
    for (String tensor : known) {
      if (!shapes.containsKey(tensor)) {
        throw new IllegalArgumentException("tensor " + tensor + " has no shape");
      }
    }
    shapes =
        shapes.keySet().equals(known)
            ? Map.copyOf(shapes)
            : known.stream().collect(Collectors.toUnmodifiableMap(t -> t, shapes::get));
    for (String tensor : outputs) {
      if (!known.contains(tensor)) {
        throw new IllegalArgumentException("output " + tensor + " is written by nothing");
      }
    }
  }

  /** Inferences of one image. */
  public Network(
      String name,
      List<String> inputs,
      List<String> outputs,
      List<Layer> layers,
      Map<String, TensorShape> shapes,
      Parameters parameters,
      boolean dynamicBatch) {
    this(name, inputs, outputs, layers, shapes, parameters, dynamicBatch, 1);
  }

  /** The same inputs and outputs with other layers between them. */
  public Network with(
      List<Layer> otherLayers, Map<String, TensorShape> otherShapes, Parameters otherParameters) {
    return new Network(
        name, inputs, outputs, otherLayers, otherShapes, otherParameters, dynamicBatch, images);
  }

  /** Shape of a tensor; IllegalArgumentException if there is no such tensor. */
  public TensorShape shape(String tensor) {
    TensorShape shape = shapes.get(tensor);
    if (shape == null) {
      throw new IllegalArgumentException("network " + name + " has no tensor " + tensor);
    }
    return shape;
  }

  public Optional<Layer> layer(String layerName) {
    return layers.stream().filter(l -> l.name().equals(layerName)).findFirst();
  }

  /** In network order. */
  public List<Layer.Convolution> convolutions() {
    return layers.stream().flatMap(l -> l.asConvolution().stream()).toList();
  }

  /** Layer that writes each tensor; graph inputs are absent. */
  public Map<String, Layer> producers() {
    Map<String, Layer> producers = new LinkedHashMap<>();
    layers.forEach(l -> producers.put(l.output(), l));
    return producers;
  }

  /** Layers that read each tensor, in order; a tensor read by none has an empty list. */
  public Map<String, List<Layer>> consumers() {
    Map<String, List<Layer>> consumers = new HashMap<>();
    shapes.keySet().forEach(t -> consumers.put(t, new ArrayList<>()));
    for (Layer layer : layers) {
      layer.inputs().stream().distinct().forEach(t -> consumersOf(consumers, t).add(layer));
    }
    return consumers;
  }

  private static List<Layer> consumersOf(Map<String, List<Layer>> consumers, String tensor) {
    return consumers.computeIfAbsent(tensor, t -> new ArrayList<>());
  }

  public Network withParameters(Parameters replacement) {
    return new Network(name, inputs, outputs, layers, shapes, replacement, dynamicBatch, images);
  }

  /** The same network, so many images an inference. */
  public Network withImages(int count) {
    return new Network(name, inputs, outputs, layers, shapes, parameters, dynamicBatch, count);
  }
}
