package dev.twobit.onnx.read;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.twobit.network.InvalidInputException;
import dev.twobit.onnx.operator.OnnxNode;
import dev.twobit.onnx.proto.ModelProto;
import java.io.EOFException;
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

  private static final int PIECE_BYTES = 1 << 20;

  private ModelFile() {}

  /** Refuses what is no file in one line. */
  static void require(Path file) {
    if (!Files.exists(file)) {
      throw new InvalidInputException(
          file + ": no such file; expected an ONNX model" + ZooSource.hint(file));
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
      try (FileChannel channel = FileChannel.open(file)) {
        // What is refused costs no memory: of a mapped file, only what the checks look at is read.
        ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
        ForeignFormat.refuse(file, mapped);
        WireCheck.check(file, mapped, ModelProto.getDescriptor());
        return check(file, parse(bytes(channel, (int) size)));
      }
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

  /** Piece by piece: a channel takes as much memory beside the heap as it is asked for at once. */
  private static byte[] bytes(FileChannel channel, int size) throws IOException {
    byte[] bytes = new byte[size];
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.position() < size) {
      left.limit(Math.min(size, left.position() + PIECE_BYTES));
      if (channel.read(left) < 0) {
        throw new EOFException("it ended after " + left.position() + " of " + size + " bytes");
      }
    }
    return bytes;
  }

  /** The bytes are on the heap once: byte strings of the message are parts of them. */
  private static ModelProto parse(byte[] bytes) throws IOException {
    CodedInputStream coded = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
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
