package dev.twobit.architecture;

import dev.twobit.architecture.LayeredLayout.Line;
import dev.twobit.architecture.LayeredLayout.Place;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The packages and what they need, drawn as SVG from the compiled classes. */
final class PackagePicture {
  /** Fill and line of a module's packages. */
  private record Colour(String fill, String line) {}

  private static final Map<String, Colour> COLOURS =
      Map.of(
          "hwconfigs", new Colour("#f3f0e8", "#8a7f63"),
          "onnx-io", new Colour("#e6f0fa", "#3b6ea5"),
          "simulator", new Colour("#eaf5ea", "#3f8f4f"),
          "search", new Colour("#fbeee6", "#b5652b"));

  private static final double MARGIN = 20;
  private static final double HEADING = 62;
  private static final double ROW = 66;
  private static final double BOX = 26;
  private static final double LETTER = 7.3;

  private PackagePicture() {}

  static String draw(PackageGraph all) {
    PackageGraph graph = all.reduced();
    Map<String, Double> widths = new TreeMap<>();
    graph.needs().keySet().forEach(p -> widths.put(p, p.length() * LETTER + 18));
    LayeredLayout layout = new LayeredLayout(graph, all.heights(), widths);
    double width = Math.max(layout.width(), 640) + 2 * MARGIN;
    double height = HEADING + layout.rows() * ROW + MARGIN;
    StringBuilder svg = new StringBuilder();
    svg.append(
        text(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\""
                + " font-family=\"monospace\" font-size=\"12\">%n",
            width, height, width));
    svg.append("<title>Packages of twobit and what they need</title>\n");
    svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
    svg.append(legend());
    layout.lines().forEach(line -> svg.append(line(line, layout.rows())));
    all.circles()
        .needs()
        .forEach(
            (from, up) ->
                up.forEach(
                    to ->
                        svg.append(
                            circle(
                                PackageGraph.at(layout.places(), from),
                                PackageGraph.at(layout.places(), to),
                                layout.rows()))));
    layout
        .places()
        .values()
        .forEach(p -> svg.append(box(p, PackageGraph.at(all.modules(), p.name), layout.rows())));
    return svg.append("</svg>\n").toString();
  }

  private static String legend() {
    StringBuilder legend = new StringBuilder();
    double x = MARGIN;
    for (String module : List.of("onnx-io", "simulator", "search")) {
      Colour c = PackageGraph.at(COLOURS, module);
      legend.append(
          text(
              "<rect x=\"%.0f\" y=\"14\" width=\"14\" height=\"14\" rx=\"3\" fill=\"%s\""
                  + " stroke=\"%s\"/><text x=\"%.0f\" y=\"25\">%s</text>%n",
              x, c.fill, c.line, x + 20, module));
      x += 40 + module.length() * LETTER;
    }
    return legend
        + text(
            "<text x=\"%.0f\" y=\"46\" fill=\"#555\">A package needs those below that its lines"
                + " lead to; what a chain of lines implies is not drawn.</text>%n",
            MARGIN);
  }

  private static String box(Place p, String module, int rows) {
    Colour c = PackageGraph.at(COLOURS, module);
    return text(
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.0f\" rx=\"5\" fill=\"%s\""
            + " stroke=\"%s\"/><text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>%n",
        MARGIN + p.x - p.width / 2,
        y(p, rows),
        p.width,
        BOX,
        c.fill,
        c.line,
        MARGIN + p.x,
        y(p, rows) + 17,
        p.name);
  }

  private static String line(Line line, int rows) {
    List<Place> corners = line.corners();
    Place from = corners.get(0);
    StringBuilder path =
        new StringBuilder(text("M%.1f %.1f", MARGIN + from.x, y(from, rows) + BOX));
    for (int i = 1; i < corners.size(); i++) {
      Place a = corners.get(i - 1);
      Place b = corners.get(i);
      double top = y(a, rows) + BOX;
      double bottom = y(b, rows);
      double half = (top + bottom) / 2;
      path.append(
          text(
              "C%.1f %.1f %.1f %.1f %.1f %.1f",
              MARGIN + a.x, half, MARGIN + b.x, half, MARGIN + b.x, bottom));
      if (i < corners.size() - 1) {
        path.append(text("V%.1f", bottom + BOX));
      }
    }
    return text("<path d=\"%s\" fill=\"none\" stroke=\"#999\"/>%n", path);
  }

  /** A line upwards, which should not be. */
  private static String circle(Place from, Place to, int rows) {
    return text(
        "<path d=\"M%.1f %.1fL%.1f %.1f\" fill=\"none\" stroke=\"#c00\""
            + " stroke-dasharray=\"4\"/>%n",
        MARGIN + from.x, y(from, rows), MARGIN + to.x, y(to, rows) + BOX);
  }

  private static double y(Place p, int rows) {
    return HEADING + (rows - 1 - p.row) * ROW;
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format.replace("%n", "\n"), values);
  }
}
