package dev.twobit.site;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;

/**
 * The order of the pages: a page of Markdown itself, whose second-level headings are the parts, and
 * the first link of each list item a page.
 *
 * @param parts in reading order
 */
record Contents(List<Part> parts) {
  static final Path PAGE = Path.of("docs/README.md");

  /** Pages under one heading. */
  record Part(String title, List<Entry> entries) {}

  /**
   * @param page relative to the repository's top
   */
  record Entry(String title, Path page) {}

  static Contents of(Node document) {
    Collector collector = new Collector();
    document.accept(collector);
    return new Contents(List.copyOf(collector.parts));
  }

  List<Entry> entries() {
    return parts.stream().flatMap(part -> part.entries.stream()).toList();
  }

  private static final class Collector extends AbstractVisitor {
    private final List<Part> parts = new ArrayList<>();

    @Override
    public void visit(Heading heading) {
      if (heading.getLevel() == 2) {
        parts.add(new Part(Words.of(heading).strip(), new ArrayList<>()));
      }
    }

    @Override
    public void visit(ListItem item) {
      if (item.getFirstChild() != null
          && item.getFirstChild().getFirstChild() instanceof Link link
          && !parts.isEmpty()) {
        Path page = PAGE.resolveSibling(link.getDestination()).normalize();
        parts.get(parts.size() - 1).entries.add(new Entry(Words.of(link).strip(), page));
      }
    }
  }
}
