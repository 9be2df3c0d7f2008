package dev.twobit.architecture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Places the nodes of a graph without circles in rows, so that few lines cross (Sugiyama, Tagawa,
 * Toda 1981): a line over several rows has a corner in each, corners and nodes of a row are ordered
 * by the mean of their neighbours, and then moved towards it as far as the row allows. The same
 * graph gives the same places.
 */
final class LayeredLayout {
  private static final int SWEEPS = 24;
  private static final double GAP = 18;
  private static final double CORNER = 6;

  /** A node, or the corner of a line in a row that it only passes. */
  static final class Place {
    final String name;
    final int row;
    final double width;
    final List<Place> above = new ArrayList<>();
    final List<Place> below = new ArrayList<>();
    double x;

    private Place(String name, int row, double width) {
      this.name = name;
      this.row = row;
      this.width = width;
    }
  }

  /** The corners of a line, its ends included, from above to below. */
  record Line(List<Place> corners) {}

  private final List<List<Place>> rows = new ArrayList<>();
  private final SortedMap<String, Place> places = new TreeMap<>();
  private final List<Line> lines = new ArrayList<>();

  /**
   * @param heights the row of each node, 0 at the bottom
   * @param widths of the nodes, in pixels
   */
  LayeredLayout(PackageGraph graph, Map<String, Integer> heights, Map<String, Double> widths) {
    int top = heights.values().stream().mapToInt(h -> h).max().orElse(0);
    for (int row = 0; row <= top; row++) {
      rows.add(new ArrayList<>());
    }
    heights.forEach(
        (name, row) -> places.put(name, place(name, row, PackageGraph.at(widths, name))));
    graph
        .needs()
        .forEach(
            (from, all) ->
                all.stream()
                    .filter(to -> PackageGraph.at(heights, to) < PackageGraph.at(heights, from))
                    .forEach(
                        to ->
                            lines.add(
                                line(PackageGraph.at(places, from), PackageGraph.at(places, to)))));
    order();
    settle();
  }

  SortedMap<String, Place> places() {
    return places;
  }

  List<Line> lines() {
    return lines;
  }

  int rows() {
    return rows.size();
  }

  /** The right end of the widest row. */
  double width() {
    return rows.stream()
        .filter(r -> !r.isEmpty())
        .mapToDouble(r -> r.get(r.size() - 1).x + r.get(r.size() - 1).width / 2)
        .max()
        .orElse(0);
  }

  private Place place(String name, int row, double width) {
    Place place = new Place(name, row, width);
    rows.get(row).add(place);
    return place;
  }

  private Line line(Place from, Place to) {
    List<Place> corners = new ArrayList<>(List.of(from));
    for (int row = from.row - 1; row > to.row; row--) {
      corners.add(place(from.name + ">" + to.name, row, CORNER));
    }
    corners.add(to);
    for (int i = 1; i < corners.size(); i++) {
      corners.get(i - 1).below.add(corners.get(i));
      corners.get(i).above.add(corners.get(i - 1));
    }
    return new Line(corners);
  }

  private void order() {
    rows.forEach(row -> row.sort(Comparator.comparing(p -> p.name)));
    rows.forEach(LayeredLayout::number);
    List<List<Place>> best = copy();
    long fewest = crossings();
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      boolean down = sweep % 2 == 0;
      for (int i = 1; i < rows.size(); i++) {
        List<Place> row = rows.get(down ? rows.size() - 1 - i : i);
        Map<Place, Double> means = new HashMap<>();
        row.forEach(p -> means.put(p, mean(down ? p.above : p.below, p.x)));
        row.sort(Comparator.comparing((Place p) -> means.get(p)).thenComparing(p -> p.name));
        number(row);
      }
      long crossings = crossings();
      if (crossings < fewest) {
        fewest = crossings;
        best = copy();
      }
    }
    for (int i = 0; i < rows.size(); i++) {
      rows.set(i, best.get(i));
      number(rows.get(i));
    }
  }

  private List<List<Place>> copy() {
    List<List<Place>> copy = new ArrayList<>();
    rows.forEach(row -> copy.add(new ArrayList<>(row)));
    return copy;
  }

  private long crossings() {
    long crossings = 0;
    for (List<Place> row : rows) {
      for (int a = 0; a < row.size(); a++) {
        for (int b = a + 1; b < row.size(); b++) {
          for (Place left : row.get(a).below) {
            crossings += row.get(b).below.stream().filter(right -> right.x < left.x).count();
          }
        }
      }
    }
    return crossings;
  }

  private static void number(List<Place> row) {
    for (int i = 0; i < row.size(); i++) {
      row.get(i).x = i;
    }
  }

  /** From left to right without a gap, then each towards the mean of its neighbours. */
  private void settle() {
    for (List<Place> row : rows) {
      double x = 0;
      for (Place p : row) {
        p.x = x + p.width / 2;
        x += p.width + GAP;
      }
    }
    double middle = width() / 2;
    for (List<Place> row : rows) {
      Place last = row.get(row.size() - 1);
      double shift = middle - (last.x + last.width / 2) / 2;
      row.forEach(p -> p.x += shift);
    }
    for (int sweep = 0; sweep < 4 * SWEEPS; sweep++) {
      for (List<Place> row : rows) {
        move(row);
      }
    }
    double left = rows.stream().mapToDouble(r -> r.get(0).x - r.get(0).width / 2).min().orElse(0);
    rows.forEach(row -> row.forEach(p -> p.x -= left));
  }

  private static void move(List<Place> row) {
    for (int i = 0; i < row.size(); i++) {
      Place p = row.get(i);
      List<Place> neighbours = new ArrayList<>(p.above);
      neighbours.addAll(p.below);
      double least = i == 0 ? Double.NEGATIVE_INFINITY : right(row.get(i - 1)) + p.width / 2;
      double most =
          i == row.size() - 1
              ? Double.POSITIVE_INFINITY
              : row.get(i + 1).x - row.get(i + 1).width / 2 - GAP - p.width / 2;
      p.x = Math.max(least, Math.min(most, mean(neighbours, p.x)));
    }
  }

  private static double right(Place p) {
    return p.x + p.width / 2 + GAP;
  }

  private static double mean(List<Place> places, double otherwise) {
    return places.stream().mapToDouble(p -> p.x).average().orElse(otherwise);
  }
}
