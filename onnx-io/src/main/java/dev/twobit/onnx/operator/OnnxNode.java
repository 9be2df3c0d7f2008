package dev.twobit.onnx.operator;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.QuotedText;
import dev.twobit.onnx.proto.AttributeProto;
import dev.twobit.onnx.proto.AttributeProto.AttributeType;
import dev.twobit.onnx.proto.NodeProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node with its attributes by name.
 *
 * @param file for messages
 * @param name unique: the node's own, or made of its output's
 * @param inputs tensor names; an absent optional input is the empty string
 */
public record OnnxNode(
    String file,
    String name,
    String operator,
    String domain,
    List<String> inputs,
    List<String> outputs,
    Map<String, AttributeProto> attributes) {

  public static OnnxNode of(String file, String name, NodeProto proto) {
    Map<String, AttributeProto> attributes = new HashMap<>();
    for (AttributeProto attribute : proto.getAttributeList()) {
      if (attributes.put(attribute.getName(), attribute) != null) {
        throw new InvalidInputException(
            file
                + ": node '"
                + QuotedText.name(name)
                + "': attribute '"
                + QuotedText.name(attribute.getName())
                + "' is given twice");
      }
    }
    return new OnnxNode(
        file,
        name,
        proto.getOpType(),
        proto.getDomain(),
        proto.getInputList(),
        proto.getOutputList(),
        attributes);
  }

  /** The error of this node: file, node, operator, then what is wrong. */
  public InvalidInputException error(String problem) {
    return new InvalidInputException(
        file
            + ": node '"
            + QuotedText.name(name)
            + "' ("
            + QuotedText.name(operator)
            + "): "
            + QuotedText.message(problem));
  }

  public InvalidInputException error(String problem, Throwable cause) {
    return new InvalidInputException(String.valueOf(error(problem).getMessage()), cause);
  }

  public boolean standardDomain() {
    return domain.isEmpty() || domain.equals("ai.onnx");
  }

  public String output() {
    return outputs.get(0);
  }

  public boolean hasInput(int index) {
    return index < inputs.size() && !inputs.get(index).isEmpty();
  }

  /** Name of input {@code index}; an error if the node has none. */
  public String input(int index) {
    if (!hasInput(index)) {
      throw error("found " + inputs.size() + " inputs, expected at least " + (index + 1));
    }
    return inputs.get(index);
  }

  public boolean has(String attribute) {
    return attributes.containsKey(attribute);
  }

  public Optional<AttributeProto> attribute(String key) {
    return Optional.ofNullable(attributes.get(key));
  }

  /** Files of the first ONNX version state no type of an attribute; then its value tells. */
  private Optional<AttributeProto> attribute(String key, AttributeType expected) {
    Optional<AttributeProto> found = attribute(key);
    found.ifPresent(
        a -> {
          AttributeType type = a.getType() == AttributeType.UNDEFINED ? stated(a) : a.getType();
          if (type != expected) {
            throw error(key + ": found an attribute of type " + type + ", expected " + expected);
          }
        });
    return found;
  }

  private static AttributeType stated(AttributeProto attribute) {
    if (attribute.hasI()) {
      return AttributeType.INT;
    }
    if (attribute.hasF()) {
      return AttributeType.FLOAT;
    }
    if (attribute.hasS()) {
      return AttributeType.STRING;
    }
    return attribute.getFloatsCount() > 0 ? AttributeType.FLOATS : AttributeType.INTS;
  }

  public int integer(String key, int otherwise) {
    return attribute(key, AttributeType.INT).map(a -> narrow(key, a.getI())).orElse(otherwise);
  }

  double real(String key, double otherwise) {
    return attribute(key, AttributeType.FLOAT).map(a -> (double) a.getF()).orElse(otherwise);
  }

  public String text(String key, String otherwise) {
    return attribute(key, AttributeType.STRING).map(a -> a.getS().toStringUtf8()).orElse(otherwise);
  }

  /** A list of integers, or {@code otherwise} if the attribute is absent. */
  public int[] integers(String key, int... otherwise) {
    return attribute(key, AttributeType.INTS)
        .map(a -> a.getIntsList().stream().mapToInt(i -> narrow(key, i)).toArray())
        .orElse(otherwise);
  }

  /** A list of numbers; empty if the attribute is absent. */
  public float[] reals(String key) {
    List<Float> values =
        attribute(key, AttributeType.FLOATS).map(a -> a.getFloatsList()).orElse(List.of());
    float[] copy = new float[values.size()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = values.get(i);
    }
    return copy;
  }

  int narrow(String key, long value) {
    if (value > Integer.MAX_VALUE || value < Integer.MIN_VALUE) {
      throw error(key + ": found " + value + ", expected a 32-bit integer");
    }
    return (int) value;
  }
}
