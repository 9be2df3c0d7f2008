package dev.twobit.site;

import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TableBody;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * A page as it is in the site.
 *
 * @param file relative to the repository's top
 * @param title the first heading's words
 * @param body HTML
 * @param headings of levels two and three, for the page's own table of contents
 * @param sections what search finds
 * @param linked files of the repository that the page links to or shows, relative to its top
 */
record MarkdownPage(
    Path file,
    String title,
    String body,
    List<Section> headings,
    List<Section> sections,
    Set<Path> linked) {
  private static final List<Extension> TABLES = List.of(TablesExtension.create());

  MarkdownPage {
    headings = List.copyOf(headings);
    sections = List.copyOf(sections);
  }

  /**
   * A heading or a row of a table of keys, with the text below or beside it.
   *
   * @param level of the heading; 0 of a row
   */
  record Section(int level, String anchor, String title, String text) {}

  static Node parse(String markdown) {
    return Parser.builder().extensions(TABLES).build().parse(markdown);
  }

  static MarkdownPage of(Path file, String markdown) {
    Node document = parse(markdown);
    Anchors anchors = new Anchors();
    document.accept(anchors);
    Links links = new Links(file);
    document.accept(links);
    List<Section> sections = Sections.of(document, anchors.ids);
    List<Section> headings = sections.stream().filter(s -> s.level == 2 || s.level == 3).toList();
    String title =
        sections.stream()
            .filter(s -> s.level == 1)
            .map(Section::title)
            .findFirst()
            .orElse(file.getFileName().toString());
    return new MarkdownPage(
        file, title, html(document, anchors.ids), headings, sections, links.linked);
  }

  /** Wide tables and lines of code scroll by themselves, so that the page does not. */
  private static String html(Node document, Map<Node, String> ids) {
    HtmlRenderer renderer =
        HtmlRenderer.builder()
            .extensions(TABLES)
            .escapeHtml(true)
            .attributeProviderFactory(
                context ->
                    (node, tag, attributes) -> {
                      String id = ids.get(node);
                      if (id != null) {
                        attributes.put("id", id);
                      }
                    })
            .build();
    return renderer
        .render(document)
        .replace("<table>", "<div class=\"scroll\"><table>")
        .replace("</table>", "</table></div>")
        .replaceAll(
            "<h([2-6]) id=\"([^\"]+)\">(.*)</h\\1>",
            "<h$1 id=\"$2\">$3 <a class=\"anchor\" href=\"#$2\" aria-label=\"link"
                + " here\">#</a></h$1>");
  }

  /** Anchors of headings, and of rows that begin with a name in code. */
  private static final class Anchors extends AbstractVisitor {
    private final Map<Node, String> ids = new IdentityHashMap<>();
    private final HeadingAnchors headings = new HeadingAnchors();
    private final HeadingAnchors rows = new HeadingAnchors();

    @Override
    public void visit(Heading heading) {
      ids.put(heading, headings.next(Words.of(heading).strip()));
    }

    @Override
    public void visit(CustomNode node) {
      if (node instanceof TableRow && node.getParent() instanceof TableBody) {
        Node first = node.getFirstChild().getFirstChild();
        if (first instanceof Code code && code.getNext() == null) {
          ids.put(node, rows.next("row-" + code.getLiteral().replace('.', '-')));
        }
      }
      visitChildren(node);
    }
  }

  /** Links to files of the repository lead to where these are in the site. */
  private static final class Links extends AbstractVisitor {
    private final Path file;
    private final Set<Path> linked = new LinkedHashSet<>();

    Links(Path file) {
      this.file = file;
    }

    @Override
    public void visit(Link link) {
      link.setDestination(inSite(link.getDestination()));
      visitChildren(link);
    }

    @Override
    public void visit(Image image) {
      image.setDestination(inSite(image.getDestination()));
      visitChildren(image);
    }

    private String inSite(String target) {
      if (target.startsWith("#") || target.contains(":")) {
        return target;
      }
      int hash = target.indexOf('#');
      String path = hash < 0 ? target : target.substring(0, hash);
      Path cited = file.resolveSibling(path).normalize();
      linked.add(cited);
      // From the file itself there is one step up too many.
      String relative =
          SitePaths.text(file.relativize(SitePaths.inSite(cited))).substring("../".length());
      return hash < 0 ? relative : relative + target.substring(hash);
    }
  }
}
