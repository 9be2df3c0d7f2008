package dev.twobit.training;

import dev.twobit.network.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/** Reads a {@link Checkpoint}; nothing is allocated that the file does not hold. */
final class CheckpointReader {
  private static final int HEADER = 8;
  private static final int LARGEST = Integer.MAX_VALUE - HEADER;

  private final Path file;
  private final DataInputStream in;

  private CheckpointReader(Path file, DataInputStream in) {
    this.file = file;
    this.in = in;
  }

  static Checkpoint read(Path file, int magic) throws IOException {
    long size = Files.size(file);
    if (size > LARGEST) {
      throw new InvalidInputException(
          file + ": found " + size + " bytes, expected a checkpoint of at most " + LARGEST);
    }
    byte[] all = Files.readAllBytes(file);
    ByteBuffer head = ByteBuffer.wrap(all);
    CRC32 crc = new CRC32();
    if (all.length >= HEADER) {
      crc.update(all, HEADER, all.length - HEADER);
    }
    if (all.length < HEADER || head.getInt() != magic || head.getInt() != (int) crc.getValue()) {
      throw new InvalidInputException(
          file + ": is no whole checkpoint (magic or checksum differ); delete it to start again");
    }
    var body = new ByteArrayInputStream(all, HEADER, all.length - HEADER);
    var reader = new CheckpointReader(file, new DataInputStream(body));
    try {
      return reader.read();
    } catch (EOFException e) {
      throw reader.wrong("ends too early");
    } catch (UTFDataFormatException e) {
      throw reader.wrong("holds a name that is no text");
    }
  }

  private InvalidInputException wrong(String how) {
    return new InvalidInputException(
        file + ": is no checkpoint (" + how + "); delete it to start again");
  }

  private Checkpoint read() throws IOException {
    int epochs = in.readInt();
    Map<String, String> texts = new LinkedHashMap<>();
    for (int n = count(4); n > 0; n--) {
      texts.put(in.readUTF(), in.readUTF());
    }
    Map<String, float[]> arrays = new LinkedHashMap<>();
    for (int n = count(6); n > 0; n--) {
      String name = in.readUTF();
      float[] values = new float[count(Float.BYTES)];
      ByteBuffer.wrap(in.readNBytes(Float.BYTES * values.length)).asFloatBuffer().get(values);
      arrays.put(name, values);
    }
    return new Checkpoint(epochs, texts, arrays);
  }

  /** A number of things that take at least {@code bytes} each. */
  private int count(int bytes) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > in.available() / bytes) {
      throw wrong("found " + count + " entries in the last " + in.available() + " bytes");
    }
    return count;
  }
}
