package dev.twobit.training.data.download;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;

/** Small archives of both kinds, with the bytes of the files in them. */
final class Archives {
  static final int RECORD = 1 + 3 * 32 * 32;

  private Archives() {}

  static byte[] records(int images, long seed) {
    byte[] bytes = new byte[images * RECORD];
    new Random(seed).nextBytes(bytes);
    for (int i = 0; i < images; i++) {
      bytes[i * RECORD] = (byte) (i % 10);
    }
    return bytes;
  }

  static byte[] sheet(byte[] records) throws IOException {
    int images = records.length / RECORD;
    var image = new BufferedImage(1024, images, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < images; y++) {
      for (int x = 0; x < 1024; x++) {
        for (int band = 0; band < 3; band++) {
          int at = y * RECORD + 1 + band * 1024 + x;
          image.getRaster().setSample(x, y, band, records[at] & 0xff);
        }
      }
    }
    var out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  static byte[] tarGz(Map<String, byte[]> files) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        gzip.write(header(file.getKey(), file.getValue().length));
        gzip.write(file.getValue());
        gzip.write(new byte[(512 - file.getValue().length % 512) % 512]);
      }
      gzip.write(new byte[1024]);
    }
    return out.toByteArray();
  }

  private static byte[] header(String name, int size) {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 124, String.format("%011o", size));
    header[156] = '0';
    put(header, 148, "        ");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, String.format("%06o", sum) + "\0 ");
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
