package dev.twobit.site;

import dev.twobit.site.MarkdownPage.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;

/** Cuts a page into what search finds: a heading with the text to the next, a row of keys. */
final class Sections {
  private final Map<Node, String> ids;
  private final List<Section> found = new ArrayList<>();
  private final List<Section> rows = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private int level = 1;
  private String anchor = "";
  private String title = "";

  private Sections(Map<Node, String> ids) {
    this.ids = ids;
  }

  static List<Section> of(Node document, Map<Node, String> ids) {
    Sections sections = new Sections(ids);
    for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
      sections.add(node);
    }
    sections.end();
    return sections.found;
  }

  private void add(Node node) {
    if (node instanceof Heading heading) {
      end();
      level = heading.getLevel();
      anchor = ids.getOrDefault(heading, "");
      title = Words.of(heading).strip();
    } else if (node instanceof TableBlock) {
      addTable(node);
    } else {
      text.append(Words.of(node)).append(' ');
    }
  }

  private void addTable(Node table) {
    for (Node part = table.getFirstChild(); part != null; part = part.getNext()) {
      for (Node row = part.getFirstChild(); row != null; row = row.getNext()) {
        String id = ids.get(row);
        if (id == null) {
          text.append(Words.of(row));
        } else {
          String name = Words.of(row.getFirstChild()).strip();
          rows.add(new Section(0, id, name, tidy(Words.of(row).strip().substring(name.length()))));
        }
      }
    }
  }

  private void end() {
    if (!title.isEmpty()) {
      found.add(new Section(level, anchor, title, tidy(text.toString())));
    }
    found.addAll(rows);
    rows.clear();
    text.setLength(0);
  }

  private static String tidy(String words) {
    return words.replaceAll("\\s+", " ").strip();
  }
}
