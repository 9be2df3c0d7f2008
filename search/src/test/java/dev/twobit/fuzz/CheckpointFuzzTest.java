package dev.twobit.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.twobit.training.Checkpoint;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** A checkpoint, as it is and behind a header that fits. */
class CheckpointFuzzTest {
  private static final int MAGIC = 0x32624b31;

  private final InputFile file = InputFile.named("checkpoint");

  @FuzzTest
  void checkpoint(byte[] input) {
    Readers.valueOrOneLine(
        () -> {
          file.fill(input);
          Checkpoint.read(file.path());
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
          file.fill(whole);
          Checkpoint.read(file.path());
        });
  }
}
