package dev.twobit.onnx.read;

import dev.twobit.network.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What files that are handed in for ONNX models really are, by their first bytes. */
enum ForeignFormat {
  LFS("a Git LFS pointer, not the model; Maybe run 'git lfs pull'", 0, "version https://git-lfs"),
  ZIP("a zip archive (PyTorch, Keras and NumPy files are); expected an ONNX model", 0, "PK\3\4"),
  EMPTY_ZIP("an empty zip archive; expected an ONNX model", 0, "PK\5\6"),
  GZIP("a gzip archive; expected an ONNX model, unpacked", 0, "\u001f\u008b"),
  HDF5("an HDF5 (Keras) file; expected an ONNX model", 0, "\u0089HDF"),
  TFLITE("a TensorFlow Lite file; expected an ONNX model", 4, "TFL3"),
  ORT("a file of ONNX Runtime's own format; expected an ONNX model", 4, "ORTM"),
  NUMPY("a NumPy array; expected an ONNX model", 0, "\u0093NUMPY"),
  PICKLE("a Python pickle (PyTorch checkpoint); expected an ONNX model", 0, "\u0080\2"),
  PICKLE_4("a Python pickle; expected an ONNX model", 0, "\u0080\4\u0095"),
  PICKLE_5("a Python pickle; expected an ONNX model", 0, "\u0080\5\u0095"),
  SAFETENSORS("a safetensors file; expected an ONNX model", 4, "\0\0\0\0{\""),
  BZIP2("a bzip2 archive; expected an ONNX model, unpacked", 0, "BZh"),
  XZ("an xz archive; expected an ONNX model, unpacked", 0, "\u00fd7zXZ"),
  ZSTD("a Zstandard archive; expected an ONNX model, unpacked", 0, "(\u00b5/\u00fd"),
  SEVEN_ZIP("a 7z archive; expected an ONNX model, unpacked", 0, "7z\u00bc\u00af"),
  PDF("a PDF document; expected an ONNX model", 0, "%PDF-"),
  GGUF("a GGUF file; expected an ONNX model", 0, "GGUF"),
  PNG("a PNG image; expected an ONNX model", 0, "\u0089PNG"),
  JPEG("a JPEG image; expected an ONNX model", 0, "\u00ff\u00d8\u00ff"),
  ELF("a program (ELF); expected an ONNX model", 0, "\u007fELF");

  private static final int HEAD = 64;

  private final String what;
  private final int offset;
  private final String magic;

  ForeignFormat(String what, int offset, String magic) {
    this.what = what;
    this.offset = offset;
    this.magic = magic;
  }

  /** Throws the one line that says what the file is, if it is known to be something else. */
  static void refuse(Path file, ByteBuffer data) {
    byte[] bytes = new byte[Math.min(HEAD, data.remaining())];
    data.duplicate().get(bytes);
    String head = new String(bytes, StandardCharsets.ISO_8859_1);
    for (ForeignFormat format : values()) {
      if (head.startsWith(format.magic, format.offset)) {
        throw new InvalidInputException(file + ": is " + format.what);
      }
    }
    text(head)
        .ifPresent(
            kind -> {
              throw new InvalidInputException(file + ": is " + kind + "; expected an ONNX model");
            });
  }

  /** Texts that no protobuf message of ONNX begins as. */
  private static Optional<String> text(String head) {
    String start = head.strip().toLowerCase(Locale.ROOT);
    if (start.startsWith("<!doctype") || start.startsWith("<html") || start.startsWith("<?xml")) {
      return Optional.of("a web page or XML");
    }
    if (start.startsWith("{")) {
      return Optional.of("JSON, not binary");
    }
    if (start.startsWith("<") && start.contains("ir_version")) {
      return Optional.of("ONNX's text syntax, not binary");
    }
    boolean printable = head.chars().allMatch(c -> c >= ' ' && c < 0x7f || c == '\n' || c == '\r');
    return printable && head.length() == HEAD && head.contains(" ")
        ? Optional.of("a text file")
        : Optional.empty();
  }
}
