package dev.twobit.training;

import dev.twobit.io.AtomicFile;
import dev.twobit.network.InvalidInputException;
import dev.twobit.tensor.Torch;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Named float arrays and text of a run at the end of an epoch, in one file with a checksum. Format:
 * magic, CRC-32 of the rest, epochs done, texts, arrays (each a name and its elements, big-endian).
 *
 * @param epochsDone finished epochs
 * @param texts small state such as counters, by key
 * @param arrays weights, statistics, momentum, by key
 */
public record Checkpoint(int epochsDone, Map<String, String> texts, Map<String, float[]> arrays) {
  private static final int MAGIC = 0x32624b31;

  public void write(Path file) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(body)) {
      out.writeInt(epochsDone);
      out.writeInt(texts.size());
      for (Map.Entry<String, String> text : texts.entrySet()) {
        out.writeUTF(text.getKey());
        out.writeUTF(text.getValue());
      }
      out.writeInt(arrays.size());
      for (Map.Entry<String, float[]> array : arrays.entrySet()) {
        out.writeUTF(array.getKey());
        out.writeInt(array.getValue().length);
        ByteBuffer bytes = ByteBuffer.allocate(4 * array.getValue().length);
        bytes.asFloatBuffer().put(array.getValue());
        out.write(bytes.array());
      }
    }
    byte[] content = body.toByteArray();
    CRC32 crc = new CRC32();
    crc.update(content);
    AtomicFile.write(
        file,
        stream -> {
          DataOutputStream out = new DataOutputStream(stream);
          out.writeInt(MAGIC);
          out.writeInt((int) crc.getValue());
          out.write(content);
        });
  }

  /** Throws {@link InvalidInputException} if the file is no whole checkpoint. */
  public static Checkpoint read(Path file) throws IOException {
    return CheckpointReader.read(file, MAGIC);
  }

  /** Puts tensors under keys with a prefix. */
  public static void put(Map<String, float[]> arrays, String prefix, Map<String, Tensor> tensors) {
    tensors.forEach((key, tensor) -> arrays.put(prefix + key, Torch.floats(tensor)));
  }

  /** Copies stored arrays into tensors of the same keys; a missing or misfit one is an error. */
  public void restore(String prefix, Map<String, Tensor> tensors, Path file) {
    try (NoGradGuard guard = new NoGradGuard()) {
      tensors.forEach(
          (key, tensor) -> {
            float[] values = arrays.get(prefix + key);
            if (values == null || values.length != tensor.numel()) {
              throw new InvalidInputException(
                  file
                      + ": holds no "
                      + prefix
                      + key
                      + " of "
                      + tensor.numel()
                      + " elements;"
                      + " Maybe it belongs to another network");
            }
            tensor.copy_(Torch.tensor(values, tensor.sizes().vec().get()));
          });
    }
  }
}
