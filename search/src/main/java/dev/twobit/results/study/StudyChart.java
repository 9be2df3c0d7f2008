package dev.twobit.results.study;

import java.util.List;

/**
 * A figure of a study, as it is drawn.
 *
 * @param name letters only
 * @param categories of the x axis; empty: x is a number
 */
public record StudyChart(
    String name,
    Kind kind,
    String caption,
    String xName,
    String yName,
    List<String> categories,
    List<Series> series) {
  public StudyChart {
    categories = List.copyOf(categories);
    series = List.copyOf(series);
  }

  /** How series are drawn. */
  public enum Kind {
    BARS,
    LINES,
    DOTS
  }

  /**
   * @param published values of the paper, not of ours
   */
  public record Series(String name, boolean published, List<Point> points) {
    public Series {
      points = List.copyOf(points);
    }
  }

  /**
   * @param x a number, or the index of a category
   * @param deviation drawn as a bar of error; 0: none
   */
  public record Point(double x, double y, double deviation) {}
}
