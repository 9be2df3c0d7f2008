package dev.twobit.training.data;

import dev.twobit.network.InvalidInputException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * JPEG and PNG files as the numbers stored in them, as PIL's {@code convert("RGB")} gives them:
 * grey in all three planes, alpha and colour profiles ignored, CMYK and YCCK converted.
 */
final class ImageDecoder {
  private static final int BYTE_BITS = 8;

  /** More than ImageNet's largest have; a small file may claim billions. */
  private static final long MOST_PIXELS = 1L << 26;

  private static final List<String> FORMATS = List.of("jpeg", "png");

  private ImageDecoder() {}

  static Pixels decode(Path file) {
    return decode(file, MOST_PIXELS);
  }

  /**
   * @param most pixels that are decoded; a file that claims more is refused
   */
  static Pixels decode(Path file, long most) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
        return decode(file, bytes, in, most);
      }
    } catch (IOException | RuntimeException e) {
      if (e instanceof InvalidInputException named) {
        throw named;
      }
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new InvalidInputException(file + ": cannot be decoded (" + why + ")", e);
    } catch (OutOfMemoryError e) {
      throw new InvalidInputException(file + ": needs more memory than the Java heap has", e);
    }
  }

  private static Pixels decode(Path file, byte[] bytes, ImageInputStream in, long most)
      throws IOException {
    ImageReader reader = reader(file, in);
    try {
      reader.setInput(in, true, true);
      requireDecodable(file, reader.getWidth(0), reader.getHeight(0), most);
      BufferedImage image = reader.read(0);
      boolean inks = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_CMYK;
      return inks ? inks(reader, bytes) : rgb(image);
    } catch (IIOException e) {
      if (!reader.canReadRaster()) {
        throw e;
      }
      return inks(reader, bytes);
    } finally {
      reader.dispose();
    }
  }

  /** Java reads more formats, of which nobody has images in such folders. */
  private static ImageReader reader(Path file, ImageInputStream in) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
        return reader;
      }
      reader.dispose();
    }
    throw new InvalidInputException(
        file + ": is no image that can be decoded; expected JPEG or PNG");
  }

  private static void requireDecodable(Path file, int width, int height, long most) {
    if ((long) width * height > most) {
      throw new InvalidInputException(
          file
              + ": found "
              + width
              + "x"
              + height
              + " pixels, expected at most "
              + most
              + " in all");
    }
  }

  /** Older Javas refuse four components, newer ones leave out what Adobe does to them. */
  private static Pixels inks(ImageReader reader, byte[] bytes) throws IOException {
    Raster raw = reader.readRaster(0, null);
    if (raw.getNumBands() != CmykJpeg.BANDS) {
      throw new IIOException("found " + raw.getNumBands() + " components, expected 1, 3 or 4");
    }
    return CmykJpeg.rgb(raw, CmykJpeg.Form.of(bytes));
  }

  private static Pixels rgb(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    var pixels = new Pixels(width, height, new byte[Pixels.CHANNELS * width * height]);
    if (image.getColorModel() instanceof IndexColorModel) {
      indexed(image, pixels);
      return pixels;
    }
    // Samples, not getRGB: that takes grey for linear light and applies profiles.
    Raster raster = image.getRaster();
    boolean grey = raster.getNumBands() < Pixels.CHANNELS;
    int[] row = new int[width];
    for (int c = 0; c < Pixels.CHANNELS; c++) {
      int band = grey ? 0 : c;
      int shift = raster.getSampleModel().getSampleSize(band) - BYTE_BITS;
      for (int y = 0; y < height; y++) {
        raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, band, row);
        int to = c * pixels.plane() + y * width;
        for (int x = 0; x < width; x++) {
          pixels.planes()[to + x] = (byte) (shift > 0 ? row[x] >> shift : row[x]);
        }
      }
    }
    return pixels;
  }

  private static void indexed(BufferedImage image, Pixels pixels) {
    int[] row = new int[pixels.width()];
    for (int y = 0; y < pixels.height(); y++) {
      image.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int x = 0; x < row.length; x++) {
        int at = y * row.length + x;
        pixels.planes()[at] = (byte) (row[x] >> 16);
        pixels.planes()[pixels.plane() + at] = (byte) (row[x] >> 8);
        pixels.planes()[2 * pixels.plane() + at] = (byte) row[x];
      }
    }
  }
}
