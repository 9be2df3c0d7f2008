package dev.twobit.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.onnx.proto.ModelProto;
import dev.twobit.onnx.read.OnnxImporter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights beside the model: from its own folder only, and what is read is what was asked for. */
class ExternalDataTest {
  private static final int BYTES = 4 * 6 * 4 * 3 * 3;

  @TempDir Path root;
  private Path folder;

  @BeforeEach
  void twoFolders() throws IOException {
    folder = Files.createDirectories(root.resolve("models"));
    Files.createDirectories(folder.resolve("parts"));
    for (String name : new String[] {"secret.bin", "models/w.bin", "models/parts/w.bin"}) {
      Files.write(root.resolve(name), numbers(BYTES / 4));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"w.bin", "./w.bin", "parts/w.bin", "parts/../w.bin"})
  void isReadFromTheModelsFolder(String location) throws IOException {
    Network network = OnnxImporter.read(model("location", location));

    float[] weights = network.parameters().get("conv2.weight").values();
    assertThat(weights).hasSize(BYTES / 4).startsWith(0, 1, 2);
  }

  @ParameterizedTest
  @CsvSource({
    "../secret.bin, outside",
    "parts/../../secret.bin, outside",
    "../models2/w.bin, outside",
    "/etc/passwd, outside",
    "..\\secret.bin, no plain relative path",
    "'', names no location",
    "'.', not a regular file",
    "parts, not a regular file",
    "absent.bin, not found",
    "parts/absent.bin, not found"
  })
  void isRefusedFromElsewhere(String location, String says) throws IOException {
    assertRefused(model("location", location), says);
  }

  @Test
  void aLinkOutOfTheFolderIsRefused() throws IOException {
    Files.createSymbolicLink(folder.resolve("link.bin"), root.resolve("secret.bin"));
    Files.createSymbolicLink(folder.resolve("up"), root);
    Files.createSymbolicLink(folder.resolve("loop.bin"), folder.resolve("loop.bin"));
    Files.createSymbolicLink(folder.resolve("inside.bin"), folder.resolve("w.bin"));

    assertRefused(model("location", "link.bin"), "outside");
    assertRefused(model("location", "up/secret.bin"), "outside");
    assertRefused(model("location", "loop.bin"), "no usable path");
    assertThatCode(() -> OnnxImporter.read(model("location", "inside.bin")))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "offset, -1, found '-1'",
    "offset, abc, found 'abc'",
    "offset, 1, ends at byte 864",
    "offset, 9223372036854775807, ends at byte 864",
    "offset, 9223372036854775808, expected a byte count",
    "length, 863, 'found 863, expected 864'",
    "length, 9223372036854775807, expected 864"
  })
  void aPlaceInTheFileMustBeThere(String key, String value, String says) throws IOException {
    assertRefused(model("location", "w.bin", key, value), says);
  }

  /** A file of shapes alone is a workload; one that lost a part of its weights is broken. */
  @Test
  void allWeightsMayBeAbsent() throws IOException {
    ModelProto.Builder model = HostileModel.valid();
    for (var tensor : model.getGraphBuilder().getInitializerBuilderList()) {
      tensor
          .clearRawData()
          .setDataLocation(dev.twobit.onnx.proto.TensorProto.DataLocation.EXTERNAL)
          .addAllExternalData(HostileModel.external("location", "gone").getExternalDataList());
    }
    Path file = Files.write(folder.resolve("shapes.onnx"), model.build().toByteArray());

    assertThat(OnnxImporter.read(file).parameters().isEmpty()).isTrue();
  }

  /** The file is sparse: it has a length and no blocks. */
  @Test
  void offsetsPastTwoGigabytesAreRead() throws IOException {
    long offset = (1L << 31) + 4096;
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve("large.bin"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(numbers(BYTES / 4)), offset);
    }
    Network network =
        OnnxImporter.read(model("location", "large.bin", "offset", String.valueOf(offset)));

    assertThat(network.parameters().get("conv2.weight").values()).startsWith(0, 1, 2).contains(215);
  }

  private Path model(String... keysAndValues) throws IOException {
    ModelProto.Builder model = HostileModel.valid();
    model.getGraphBuilder().setInitializer(2, HostileModel.external(keysAndValues));
    return Files.write(folder.resolve("model.onnx"), model.build().toByteArray());
  }

  private static void assertRefused(Path file, String says) {
    assertThatThrownBy(() -> OnnxImporter.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'W2'")
        .hasMessageContaining(says)
        .hasMessageNotContaining("\n");
  }

  private static byte[] numbers(int count) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      bytes.putFloat(i);
    }
    return bytes.array();
  }
}
