package dev.twobit.simulator.topology;

import dev.twobit.network.InvalidInputException;
import dev.twobit.simulator.csv.CsvText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * SCALE-Sim's topology CSV (v2, scalesim/topology_utils.py), told apart by its header:
 *
 * <pre>
 * Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, Strides,
 * Layer, M, N, K,
 * </pre>
 *
 * A ninth figure of a convolution is the stride along the width. Cells behind the last figure are
 * empty or comments that begin with '#'; blank lines count for nothing.
 */
public final class TopologyFile {
  private static final String EXPECTED =
      "expected 'Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels,"
          + " Num Filter, Strides' or 'Layer, M, N, K'";
  private static final List<String> CONVOLUTION =
      List.of(
          "IFMAP Height",
          "IFMAP Width",
          "Filter Height",
          "Filter Width",
          "Channels",
          "Num Filter",
          "Strides");
  private static final List<String> GEMM = List.of("M", "N", "K");

  private TopologyFile() {}

  /** Whether a path is meant as a topology, by its extension. */
  public static boolean isNamedSo(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
  }

  /**
   * Reads a topology; it states no precision, so every layer has the same.
   *
   * @param bits width of weights and activations, 1 to 16
   * @throws InvalidInputException naming file, line, column, what was found and expected
   */
  public static Topology read(Path file, int bits) {
    List<String> lines = CsvText.lines(file, "a SCALE-Sim topology");
    if (lines.isEmpty()) {
      throw new InvalidInputException(file + ": is empty; " + EXPECTED);
    }
    boolean gemm = isGemm(file, cells(file, 1, lines.get(0)));
    List<String> columns = gemm ? GEMM : CONVOLUTION;
    List<TopologyRow> rows = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      List<String> cells = cells(file, i + 1, lines.get(i));
      if (!cells.isEmpty()) {
        rows.add(TopologyRow.of(file, i + 1, rows.isEmpty(), columns, cells));
      }
    }
    if (rows.isEmpty()) {
      throw new InvalidInputException(file + ": has a header and no layers; expected one a line");
    }
    TopologyLayers layers = new TopologyLayers(bits);
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.[cC][sS][vV]$", "");
    return new Topology(
        name, rows.stream().map(r -> gemm ? layers.gemm(r) : layers.convolution(r)).toList());
  }

  private static boolean isGemm(Path file, List<String> header) {
    List<String> plain = header.stream().map(TopologyFile::plain).toList();
    if (plain.size() >= 4 && plain.subList(1, 4).equals(List.of("m", "n", "k"))) {
      return true;
    }
    boolean figures = plain.size() >= 8 && plain.get(1).startsWith("ifmap");
    if (!figures || plain.size() > 9 || plain.get(plain.size() - 1).equals("sparsity")) {
      throw new InvalidInputException(
          file + ":1: header: found '" + String.join(", ", header) + "', " + EXPECTED);
    }
    return false;
  }

  private static String plain(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
  }

  /**
   * Cells without blanks, comments and the empty ones at the end. SCALE-Sim cuts lines at commas: a
   * quote belongs to a layer's name.
   */
  private static List<String> cells(Path file, int number, String line) {
    String kept = line.replaceFirst("#.*", "");
    List<String> cells = new ArrayList<>(CsvText.plainCells(file, number, kept));
    while (!cells.isEmpty() && cells.get(cells.size() - 1).isEmpty()) {
      cells.remove(cells.size() - 1);
    }
    return cells;
  }
}
