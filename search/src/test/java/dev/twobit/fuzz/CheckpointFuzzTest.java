package dev.twobit.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.twobit.training.Checkpoint;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/** A checkpoint, as it is and behind a header that fits. */
class CheckpointFuzzTest {
  private static final int MAGIC = 0x32624b31;

  private final Path file = Readers.file("checkpoint");

  @FuzzTest
  void checkpoint(byte[] input) {
    Readers.valueOrOneLine(
        () -> {
          Files.write(file, input);
          Checkpoint.read(file);
        });
    CRC32 crc = new CRC32();
    crc.update(input);
    byte[] whole =
        ByteBuffer.allocate(8 + input.length)
            .putInt(MAGIC)
            .putInt((int) crc.getValue())
            .put(input)
            .array();
    Readers.valueOrOneLine(
        () -> {
          Files.write(file, whole);
          Checkpoint.read(file);
        });
  }
}
