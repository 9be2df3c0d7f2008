package dev.twobit.onnx.read;

import dev.twobit.network.InvalidInputException;
import dev.twobit.onnx.proto.ModelProto;
import dev.twobit.onnx.proto.OperatorSetIdProto;

/** The version of ai.onnx's operators that a model is written in. */
final class Opset {
  private static final int OLDEST = 7;
  private static final int NEWEST = 26;

  private Opset() {}

  /** Throws {@link InvalidInputException} if the model names none that is read, or two. */
  static int of(String file, ModelProto model) {
    boolean found = false;
    long version = 0;
    for (OperatorSetIdProto set : model.getOpsetImportList()) {
      if (set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx")) {
        if (found && version != set.getVersion()) {
          throw new InvalidInputException(
              file
                  + ": opset of ai.onnx is given twice, as "
                  + version
                  + " and "
                  + set.getVersion());
        }
        version = set.getVersion();
        found = true;
      }
    }
    if (!found || version < OLDEST || version > NEWEST) {
      throw new InvalidInputException(
          file
              + ": opset of ai.onnx: found "
              + (found ? version : "none")
              + ", expected "
              + OLDEST
              + " to "
              + NEWEST);
    }
    return (int) version;
  }
}
