package dev.twobit.onnx.read;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.twobit.network.InvalidInputException;
import dev.twobit.onnx.operator.OnnxNode;
import dev.twobit.onnx.proto.ModelProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads the bytes of an ONNX file, or says in one line why they are not one. */
final class ModelFile {
  /** IR version of opset 26, the newest that is read. */
  private static final int NEWEST_IR = 13;

  private ModelFile() {}

  /** Refuses what is no file in one line. */
  static void require(Path file) {
    if (!Files.exists(file)) {
      throw new InvalidInputException(file + ": no such file; expected an ONNX model");
    }
    if (Files.isDirectory(file)) {
      throw new InvalidInputException(file + ": is a directory; expected an ONNX model file");
    }
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(file + ": is a pipe or device; expected an ONNX model file");
    }
  }

  static ModelProto read(Path file) {
    require(file);
    try {
      long size = Files.size(file);
      if (size == 0) {
        throw new InvalidInputException(file + ": is empty (0 bytes); expected an ONNX model");
      }
      if (size > Integer.MAX_VALUE) {
        throw new InvalidInputException(
            file
                + ": has "
                + size
                + " bytes, protobuf allows 2147483647; expected larger weights as external data");
      }
      ByteBuffer data = mapped(file, size);
      ForeignFormat.refuse(file, data);
      WireCheck.check(file, data, ModelProto.getDescriptor());
      return check(file, parse(data));
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

  private static ByteBuffer mapped(Path file, long size) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
    }
  }

  /** The bytes are on the heap once: byte strings of the message are parts of them. */
  private static ModelProto parse(ByteBuffer data) throws IOException {
    CodedInputStream coded = UnsafeByteOperations.unsafeWrap(data).newCodedInput();
    coded.enableAliasing(true);
    return DiscardUnknownFieldsParser.wrap(ModelProto.parser()).parseFrom(coded);
  }

  private static ModelProto check(Path file, ModelProto model) {
    if (!model.hasGraph()) {
      throw new InvalidInputException(
          file + ": found no graph in the model; expected an ONNX model with one");
    }
    if (model.getIrVersion() < 0 || model.getIrVersion() > NEWEST_IR) {
      throw new InvalidInputException(
          file + ": ir_version: found " + model.getIrVersion() + ", expected 3 to " + NEWEST_IR);
    }
    if (model.getGraph().getNodeCount() == 0) {
      throw new InvalidInputException(file + ": the graph has no nodes; expected a network");
    }
    if (model.getOpsetImportCount() == 0) {
      throw new InvalidInputException(
          file + ": the model imports no operator set; expected opset_import of ai.onnx");
    }
    GraphCheck.check(file, model);
    String name = String.valueOf(file.getFileName());
    List<OnnxNode> nodes = GraphNodes.sorted(name, model.getGraph());
    OperandCounts.check(nodes, Opset.of(name, model));
    DeclaredShapeCheck.ofWeights(name, model.getGraph());
    return model;
  }

  private static String firstSentence(String message) {
    int stop = message.indexOf('.');
    return stop > 0 ? message.substring(0, stop) : message;
  }
}
