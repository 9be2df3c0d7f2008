package dev.twobit.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.twobit.network.InvalidInputException;
import dev.twobit.onnx.proto.ModelProto;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the bytes of an ONNX file, or says in one line why they are not one. */
final class ModelFile {
  private static final String LFS_POINTER = "version https://git-lfs";

  private ModelFile() {}

  static ModelProto read(Path file) {
    if (!Files.exists(file)) {
      throw new InvalidInputException(file + ": no such file; expected an ONNX model");
    }
    if (Files.isDirectory(file)) {
      throw new InvalidInputException(file + ": is a directory; expected an ONNX model file");
    }
    try {
      long size = Files.size(file);
      if (size == 0) {
        throw new InvalidInputException(file + ": is empty (0 bytes); expected an ONNX model");
      }
      refuseOtherFormats(file);
      return check(file, parse(file));
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidInputException(
          file
              + ": not a complete ONNX model (protobuf: "
              + firstSentence(String.valueOf(e.getMessage()))
              + "); Maybe the file is truncated or of another format",
          e);
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private static ModelProto parse(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 20)) {
      CodedInputStream coded = CodedInputStream.newInstance(in);
      coded.setSizeLimit(Integer.MAX_VALUE);
      coded.setRecursionLimit(100);
      ModelProto model = ModelProto.parseFrom(coded);
      coded.checkLastTagWas(0);
      return model;
    }
  }

  private static ModelProto check(Path file, ModelProto model) {
    if (!model.hasGraph()) {
      throw new InvalidInputException(
          file + ": found no graph in the model; expected an ONNX model with one");
    }
    if (model.getGraph().getNodeCount() == 0) {
      throw new InvalidInputException(file + ": the graph has no nodes; expected a network");
    }
    if (model.getOpsetImportCount() == 0) {
      throw new InvalidInputException(
          file + ": the model imports no operator set; expected opset_import of ai.onnx");
    }
    return model;
  }

  private static void refuseOtherFormats(Path file) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(64);
    }
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.startsWith(LFS_POINTER)) {
      throw new InvalidInputException(
          file + ": is a Git LFS pointer, not the model; Maybe run 'git lfs pull'");
    }
    if (text.startsWith("PK\u0003\u0004")) {
      throw new InvalidInputException(file + ": is a zip archive; expected an ONNX model");
    }
    if (text.startsWith("\u0089HDF")) {
      throw new InvalidInputException(file + ": is an HDF5 (Keras) file; expected an ONNX model");
    }
    if (text.startsWith("TFL3", 4)) {
      throw new InvalidInputException(file + ": is a TensorFlow Lite file; expected an ONNX model");
    }
  }

  private static String firstSentence(String message) {
    int stop = message.indexOf('.');
    return stop > 0 ? message.substring(0, stop) : message;
  }
}
