package dev.twobit.simulator.csv;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.twobit.network.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Comma-separated text (RFC 4180) as spreadsheets and people write it: cells may be quoted and
 * stand between blanks, lines end as on any system, and a byte order mark may stand before the
 * first. No cell goes over the end of its line, so that an error has the number of the line that is
 * wrong.
 */
public final class CsvText {
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final ObjectReader LINE =
      CsvMapper.builder()
          .enable(CsvParser.Feature.WRAP_AS_ARRAY)
          .enable(CsvParser.Feature.TRIM_SPACES)
          .disable(CsvParser.Feature.ALLOW_TRAILING_COMMA)
          .build()
          .readerFor(String[].class);

  private static final ObjectReader PLAIN_LINE =
      LINE.with(CsvSchema.emptySchema().withoutQuoteChar());

  private CsvText() {}

  /**
   * The lines of a file, none where it is empty.
   *
   * @param expected what the file should be, for the error if it is none
   */
  public static List<String> lines(Path file, String expected) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          file
              + (Files.isDirectory(file) ? ": is a directory" : ": no such file")
              + "; expected "
              + expected);
    }
    try {
      return lines(Files.readString(file));
    } catch (MalformedInputException e) {
      throw new InvalidInputException(file + ": is no text file; expected CSV", e);
    } catch (IOException e) {
      throw new InvalidInputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** The lines of a text. */
  public static List<String> lines(String text) {
    return (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).lines().toList();
  }

  /**
   * The cells of one line, without quotes and the blanks around them; one empty cell if it is
   * blank.
   *
   * @param file name for the error if the line's quotes are not closed
   * @param number of the line, from 1
   */
  public static List<String> cells(Path file, int number, String line) {
    return cells(LINE, file, number, line);
  }

  /** The cells of one line in which a quote is a character as others are. */
  public static List<String> plainCells(Path file, int number, String line) {
    return cells(PLAIN_LINE, file, number, line);
  }

  private static List<String> cells(ObjectReader reader, Path file, int number, String line) {
    if (line.isBlank()) {
      return List.of("");
    }
    try (MappingIterator<String[]> cells = reader.readValues(line)) {
      return Arrays.stream(cells.nextValue()).map(String::strip).toList();
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          file + ":" + number + ": is no line of CSV (" + e.getOriginalMessage() + ")", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
