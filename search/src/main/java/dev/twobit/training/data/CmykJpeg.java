package dev.twobit.training.data;

import java.awt.image.Raster;

/**
 * JPEG files of four components, which ImageIO does not convert. Adobe stores them inverted, and
 * may store C, M, Y as YCbCr (Adobe Technical Note 5116, APP14 marker).
 */
final class CmykJpeg {
  static final int BANDS = 4;
  private static final int APP14 = 0xEE;
  private static final int SCAN = 0xDA;

  /** Where the transform byte of an APP14 segment is, from the segment's marker on. */
  private static final int TRANSFORM_AT = 15;

  private CmykJpeg() {}

  /** What the four components are. */
  enum Form {
    PLAIN,
    ADOBE_INVERTED,
    ADOBE_YCCK;

    /** The form that the segments before the first scan say. */
    static Form of(byte[] jpeg) {
      int at = 2;
      while (at + TRANSFORM_AT < jpeg.length && (jpeg[at] & 0xff) == 0xff) {
        int marker = jpeg[at + 1] & 0xff;
        if (marker == SCAN) {
          return PLAIN;
        }
        if (marker == APP14 && jpeg[at + 4] == 'A' && jpeg[at + 5] == 'd') {
          return jpeg[at + TRANSFORM_AT] == 2 ? ADOBE_YCCK : ADOBE_INVERTED;
        }
        at += 2 + ((jpeg[at + 2] & 0xff) << 8 | jpeg[at + 3] & 0xff);
      }
      return PLAIN;
    }
  }

  static Pixels rgb(Raster raw, Form form) {
    int width = raw.getWidth();
    int height = raw.getHeight();
    var pixels = new Pixels(width, height, new byte[Pixels.CHANNELS * width * height]);
    int[] row = new int[BANDS * width];
    int[] light = new int[BANDS];
    for (int y = 0; y < height; y++) {
      raw.getPixels(raw.getMinX(), raw.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        light(row, BANDS * x, form, light);
        for (int c = 0; c < Pixels.CHANNELS; c++) {
          pixels.planes()[c * pixels.plane() + y * width + x] =
              (byte) ((light[c] * light[3] + 127) / 255);
        }
      }
    }
    return pixels;
  }

  /** What each ink lets through, 0..255: 255 less the ink. */
  private static void light(int[] row, int at, Form form, int[] light) {
    for (int c = 0; c < BANDS; c++) {
      light[c] = form == Form.PLAIN ? 255 - row[at + c] : row[at + c];
    }
    if (form == Form.ADOBE_YCCK) {
      double luma = row[at];
      double blue = row[at + 1] - 128.0;
      double red = row[at + 2] - 128.0;
      light[0] = 255 - clip(luma + 1.402 * red);
      light[1] = 255 - clip(luma - 0.344136 * blue - 0.714136 * red);
      light[2] = 255 - clip(luma + 1.772 * blue);
    }
  }

  private static int clip(double v) {
    return (int) Math.max(0, Math.min(255, Math.rint(v)));
  }
}
