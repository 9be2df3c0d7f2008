package dev.twobit.onnx.read;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.QuotedText;
import dev.twobit.network.TensorShape;
import dev.twobit.onnx.proto.TensorProto;
import dev.twobit.onnx.proto.TensorShapeProto;
import dev.twobit.onnx.proto.TypeProto;
import dev.twobit.onnx.proto.ValueInfoProto;
import java.util.List;
import java.util.Optional;

/** Shapes that a file states for its inputs, outputs and intermediate tensors. */
final class DeclaredShapes {
  private static final long LARGEST_INPUT = 1L << 28;

  private DeclaredShapes() {}

  /** The stated shape with an open first axis as 1; empty if another axis is open. */
  static Optional<TensorShape> of(ValueInfoProto info) {
    if (!info.getType().hasTensorType() || !info.getType().getTensorType().hasShape()) {
      return Optional.empty();
    }
    TensorShapeProto shape = info.getType().getTensorType().getShape();
    if (shape.getDimCount() > TensorShape.MOST_AXES) {
      return Optional.empty();
    }
    int[] dims = new int[shape.getDimCount()];
    for (int i = 0; i < dims.length; i++) {
      TensorShapeProto.Dimension dim = shape.getDim(i);
      if (dim.hasDimValue() && dim.getDimValue() > 0 && dim.getDimValue() < Integer.MAX_VALUE) {
        dims[i] = (int) dim.getDimValue();
      } else if (i == 0) {
        dims[i] = 1;
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(TensorShape.of(dims));
  }

  /** Shape of a graph input: every axis but the first must be stated. */
  static TensorShape ofInput(String file, ValueInfoProto input) {
    String where = file + ": input '" + QuotedText.name(input.getName()) + "': ";
    if (!input.getType().hasTensorType()) {
      throw new InvalidInputException(where + "is no tensor; expected float images (N,C,H,W)");
    }
    TypeProto.Tensor type = input.getType().getTensorType();
    int element = type.getElemType();
    if (element != TensorProto.DataType.FLOAT_VALUE
        && element != TensorProto.DataType.DOUBLE_VALUE
        && element != TensorProto.DataType.FLOAT16_VALUE
        && element != TensorProto.DataType.BFLOAT16_VALUE) {
      TensorProto.DataType known = TensorProto.DataType.forNumber(element);
      throw new InvalidInputException(
          where
              + "element type: found "
              + (known == null ? element : known.name())
              + ", expected float");
    }
    if (!type.hasShape()) {
      throw new InvalidInputException(where + "states no shape; expected (N,C,H,W)");
    }
    if (type.getShape().getDimCount() > TensorShape.MOST_AXES) {
      throw new InvalidInputException(
          where
              + "rank: found "
              + type.getShape().getDimCount()
              + ", expected at most "
              + TensorShape.MOST_AXES);
    }
    for (int i = 0; i < type.getShape().getDimCount(); i++) {
      TensorShapeProto.Dimension dim = type.getShape().getDim(i);
      if (dim.hasDimValue() && (dim.getDimValue() < 0 || dim.getDimValue() == 0 && i > 0)) {
        throw new InvalidInputException(
            where + "axis " + i + ": found extent " + dim.getDimValue() + ", expected at least 1");
      }
      if (dim.getDimValue() >= Integer.MAX_VALUE) {
        throw new InvalidInputException(
            where + "axis " + i + ": extent " + dim.getDimValue() + " is too large");
      }
    }
    TensorShape shape =
        of(input)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        where
                            + "leaves an axis other than the batch open ("
                            + text(type.getShape())
                            + "); expected --input-shape "
                            + example(input.getName(), type.getShape())));
    try {
      if (shape.elementCount() <= LARGEST_INPUT) {
        return shape;
      }
    } catch (ArithmeticException e) {
      // too large, as below
    }
    throw new InvalidInputException(
        where + "shape " + shape + " has more than " + LARGEST_INPUT + " elements");
  }

  static boolean dynamicBatch(ValueInfoProto input) {
    TensorShapeProto shape = input.getType().getTensorType().getShape();
    return shape.getDimCount() > 0
        && (!shape.getDim(0).hasDimValue() || shape.getDim(0).getDimValue() <= 0);
  }

  /** What sets the open axes: 224 is the size that most networks of images have. */
  private static String example(String name, TensorShapeProto shape) {
    StringBuilder text = new StringBuilder(QuotedText.name(name)).append('=');
    for (int i = 0; i < shape.getDimCount(); i++) {
      long extent = shape.getDim(i).getDimValue();
      int usual = i == 0 ? 1 : i == 1 && shape.getDimCount() == 4 ? 3 : 224;
      text.append(i == 0 ? "" : "x").append(extent > 0 ? extent : usual);
    }
    return text + " or such";
  }

  static String text(TensorShapeProto shape) {
    StringBuilder text = new StringBuilder();
    List<TensorShapeProto.Dimension> dims = shape.getDimList();
    for (TensorShapeProto.Dimension dim :
        dims.subList(0, Math.min(dims.size(), TensorShape.MOST_AXES))) {
      text.append(text.isEmpty() ? "" : "x")
          .append(dim.hasDimValue() ? String.valueOf(dim.getDimValue()) : "?");
    }
    return text.toString();
  }
}
