package dev.twobit.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import dev.twobit.onnx.read.OnnxImporter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are no protobuf of ONNX's: refused by their bytes, before anything is built. */
class HostileBytesTest {
  /** Field 7, the graph, and its only node of one byte of name. */
  private static final int GRAPH = 0x3a;

  @TempDir Path folder;

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("empty", bytes(), "is empty (0 bytes)"),
        Arguments.of("zeros", new byte[4096], "byte 0: found field number 0"),
        Arguments.of("tag alone", bytes(8), "a number ends in the middle"),
        Arguments.of("varint of 11 bytes", varint(11), "longer than 10 bytes"),
        Arguments.of("length negative", lengthOfMinusOne(), "the negative length -1"),
        Arguments.of("length past the file", bytes(GRAPH, 127, 0), "needs 127 bytes, the file"),
        Arguments.of(
            "length past the graph",
            bytes(GRAPH, 2, 10, 9, 0, 0, 0),
            "the message around it has 0"),
        Arguments.of("graph as varint", bytes(GRAPH - 2, 1), "graph has wire type 0, expected 2"),
        Arguments.of("version as text", bytes(10, 1, 65), "ir_version has wire type 2, expected 0"),
        Arguments.of("group", bytes(GRAPH + 1, GRAPH + 2), "is a group"),
        Arguments.of("end of a group", bytes(GRAPH + 2), "is a group"),
        Arguments.of("wire type 6", bytes(GRAPH + 4, 0), "unknown wire type 6"),
        Arguments.of("fixed64 cut", bytes(8 * 15 + 1, 0, 0), "field 15 needs 8 bytes"),
        Arguments.of("field number past 29 bits", bytes(0x80, 0x80, 0x80, 0x80, 0x10, 0), "field"),
        Arguments.of("nested 200 deep", nested(200), "nested more than 64 deep"),
        Arguments.of("no graph", bytes(8, 8), "found no graph"),
        Arguments.of("three million strings", strings(3_000_000), "messages and strings"),
        Arguments.of("web page", text("<!DOCTYPE html>\n<html>"), "is a web page"),
        Arguments.of("json", text("  {\"irVersion\": 8}"), "is JSON"),
        Arguments.of("onnx text", text("<\n  ir_version: 8,\n"), "ONNX's text syntax"),
        Arguments.of("prose", text("just words ".repeat(9)), "is a text file"),
        Arguments.of("gzip", bytes(0x1f, 0x8b, 8), "is a gzip archive"),
        Arguments.of("pickle", bytes(0x80, 2, 0x8a), "is a Python pickle"),
        Arguments.of("numpy", bytes(0x93, 'N', 'U', 'M', 'P', 'Y'), "is a NumPy array"),
        Arguments.of("png", bytes(0x89, 'P', 'N', 'G'), "is a PNG image"),
        Arguments.of("elf", bytes(0x7f, 'E', 'L', 'F'), "is a program"),
        Arguments.of("ort", bytes(1, 0, 0, 0, 'O', 'R', 'T', 'M'), "ONNX Runtime's own format"));
  }

  @Tag("slow")
  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void saysWhatTheBytesAre(String name, byte[] bytes, String says) throws IOException {
    Path file = Files.write(folder.resolve("model.onnx"), bytes);

    assertThatThrownBy(() -> OnnxImporter.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file + ": ")
        .hasMessageContaining(says)
        .hasMessageNotContaining("\n");
  }

  @Test
  void fieldsOfNewerVersionsAreSteppedOver() throws IOException {
    byte[] unknown = bytes(0x98, 0x3f, 7, 0x9a, 0x3f, 2, 1, 2);
    Path file = Files.write(folder.resolve("model.onnx"), joined(valid(), unknown));

    assertThatCode(() -> OnnxImporter.read(file)).doesNotThrowAnyException();
  }

  @Test
  void twoModelsInOneFileAreRefused() throws IOException {
    Path file = Files.write(folder.resolve("model.onnx"), joined(valid(), valid()));

    assertThatThrownBy(() -> OnnxImporter.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("twice");
  }

  /** Every cut of a real model, and bytes changed, left out and put in at random. */
  @Tag("slow")
  @Test
  void whateverIsCutOrChangedItImportsOrSaysWhyInOneLine() throws IOException {
    byte[] whole = valid();
    Path file = folder.resolve("model.onnx");
    for (int length = 0; length < whole.length; length += length < 64 ? 1 : 37) {
      importOrRefuse(file, Arrays.copyOf(whole, length), -length);
    }
    for (int seed = 0; seed < 2000; seed++) {
      importOrRefuse(file, changed(whole, new Random(seed)), seed);
    }
  }

  private static void importOrRefuse(Path file, byte[] bytes, int seed) throws IOException {
    Files.write(file, bytes);
    try {
      OnnxImporter.read(file);
    } catch (InvalidInputException e) {
      assertThat(e.getMessage()).as("seed %d", seed).contains("model.onnx");
      assertThat(e.getCause()).as("seed %d: %s", seed, e.getMessage()).isNull();
    }
  }

  private static byte[] changed(byte[] whole, Random random) {
    byte[] copy = whole.clone();
    int structure = copy.length - random.nextInt(900);
    for (int i = 0; i <= random.nextInt(8); i++) {
      copy[random.nextInt(Math.max(1, structure))] = (byte) random.nextInt(256);
    }
    int at = random.nextInt(copy.length);
    return switch (random.nextInt(3)) {
      case 0 -> copy;
      case 1 -> joined(Arrays.copyOf(copy, at), Arrays.copyOfRange(copy, at + 1, copy.length));
      default ->
          joined(
              joined(Arrays.copyOf(copy, at), new byte[] {(byte) random.nextInt(256)}),
              Arrays.copyOfRange(copy, at, copy.length));
    };
  }

  private static byte[] valid() {
    return HostileModel.valid().build().toByteArray();
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] varint(int length) {
    byte[] bytes = new byte[length + 1];
    Arrays.fill(bytes, (byte) 0x80);
    bytes[0] = 8;
    return bytes;
  }

  private static byte[] lengthOfMinusOne() {
    byte[] bytes = new byte[11];
    Arrays.fill(bytes, (byte) 0xff);
    bytes[0] = GRAPH;
    bytes[10] = 1;
    return bytes;
  }

  /** A graph's node's attribute's graph's node's and so on. */
  private static byte[] nested(int depth) {
    int[] tags = {0x0a, 0x2a, 0x32};
    byte[] inner = {};
    for (int i = 3 * (depth / 3) - 1; i >= 0; i--) {
      inner = delimited(tags[i % 3], inner);
    }
    return delimited(GRAPH, inner);
  }

  private static byte[] delimited(int tag, byte[] content) {
    byte[] head = {(byte) tag, (byte) (content.length & 0x7f | 0x80), (byte) (content.length >> 7)};
    return joined(head, content);
  }

  /** Outputs of one node, each of two bytes. */
  private static byte[] strings(int count) {
    byte[] names = new byte[2 * count];
    for (int i = 0; i < count; i++) {
      names[2 * i] = 0x12;
    }
    var out = new ByteArrayOutputStream();
    out.write(GRAPH);
    writeLength(out, names.length + 1 + lengthBytes(names.length));
    out.write(0x0a);
    writeLength(out, names.length);
    out.writeBytes(names);
    return out.toByteArray();
  }

  private static void writeLength(ByteArrayOutputStream out, int length) {
    int rest = length;
    while (rest >= 0x80) {
      out.write(rest & 0x7f | 0x80);
      rest >>= 7;
    }
    out.write(rest);
  }

  private static int lengthBytes(int length) {
    var out = new ByteArrayOutputStream();
    writeLength(out, length);
    return out.size();
  }

  private static byte[] joined(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
