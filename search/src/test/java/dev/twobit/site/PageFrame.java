package dev.twobit.site;

import dev.twobit.site.MarkdownPage.Section;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is around every page: search, the list of pages, its headings, the pages before and after.
 */
final class PageFrame {
  private final Contents contents;

  PageFrame(Contents contents) {
    this.contents = contents;
  }

  /**
   * @param file of the repository, relative to its top
   * @param headings may be empty
   * @param body HTML
   */
  String page(Path file, String title, List<Section> headings, String body) {
    String top = SitePaths.toTop(SitePaths.inSite(file));
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%1$s</title>
    <link rel="stylesheet" href="%2$ssite.css">
    <script defer src="%2$ssite.js"></script>
    </head>
    <body data-top="%2$s">
    <header>
    <a class="home" href="%2$sindex.html">twobit</a>
    <form role="search"><input type="search" name="q" placeholder="Search (press /)" aria-label="Search" \
    autocomplete="off"><ol id="found" hidden></ol></form>
    <a class="to-pages" href="#pages">Pages</a>
    </header>
    <div class="frame">
    <main>
    %3$s%4$s</main>
    %5$s%6$s</div>
    </body>
    </html>
    """
        .formatted(
            escape(title.equals("twobit") ? title : title + " - twobit"),
            top,
            body,
            neighbours(file, top),
            headings(headings),
            pages(file, top));
  }

  private String neighbours(Path file, String top) {
    List<Contents.Entry> all = contents.entries();
    int at = all.stream().map(Contents.Entry::page).toList().indexOf(file);
    if (at < 0) {
      return "";
    }
    String before = at == 0 ? "" : neighbour("before", "&larr; ", all.get(at - 1), "", top);
    String after =
        at == all.size() - 1 ? "" : neighbour("after", "", all.get(at + 1), " &rarr;", top);
    return "<p class=\"neighbours\">" + before + after + "</p>\n";
  }

  private static String neighbour(
      String kind, String left, Contents.Entry entry, String right, String top) {
    return "<a class=\""
        + kind
        + "\" href=\""
        + href(entry, top)
        + "\">"
        + left
        + escape(entry.title())
        + right
        + "</a>";
  }

  private static String headings(List<Section> headings) {
    if (headings.size() < 2) {
      return "";
    }
    return headings.stream()
        .map(
            h ->
                "<li class=\"level"
                    + h.level()
                    + "\"><a href=\"#"
                    + h.anchor()
                    + "\">"
                    + escape(h.title())
                    + "</a></li>\n")
        .collect(Collectors.joining("", "<aside><h2>On this page</h2><ul>\n", "</ul></aside>\n"));
  }

  private String pages(Path current, String top) {
    StringBuilder list = new StringBuilder("<nav id=\"pages\" aria-label=\"Pages\">\n");
    for (Contents.Part part : contents.parts()) {
      list.append("<h2>").append(escape(part.title())).append("</h2>\n<ul>\n");
      for (Contents.Entry entry : part.entries()) {
        String here = entry.page().equals(current) ? " aria-current=\"page\"" : "";
        list.append("<li><a href=\"" + href(entry, top) + "\"" + here + ">");
        list.append(escape(entry.title())).append("</a></li>\n");
      }
      list.append("</ul>\n");
    }
    return list.append("</nav>\n").toString();
  }

  private static String href(Contents.Entry entry, String top) {
    return top + SitePaths.text(SitePaths.inSite(entry.page()));
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
