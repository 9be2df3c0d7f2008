package dev.twobit.architecture;

import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Says at the end of {@code verify} which tests were skipped for want of what, and how to get it,
 * from surefire's reports: a build that looks green has not tested what it skipped.
 */
public final class SkippedTests {
  private static final String HOW = "docs/outside-files.md";

  /**
   * @param tests how many were run or skipped
   * @param classesByReason what the skipped ones wanted, and the test classes that wanted it
   */
  record Summary(int tests, int skipped, Map<String, SortedSet<String>> classesByReason) {}

  private SkippedTests() {}

  /**
   * Prints the summary of all modules' reports; says nothing where no test was run.
   *
   * @param arguments the folder of the checkout
   */
  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]);
    List<Path> reports = new ArrayList<>();
    for (String module : RepositoryFiles.MODULES) {
      Path folder = root.resolve(module).resolve("target/surefire-reports");
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          files.filter(f -> f.toString().endsWith(".xml")).forEach(reports::add);
        }
      }
    }
    if (!reports.isEmpty()) {
      new PrintStream(System.out, true, StandardCharsets.UTF_8).print(text(summary(reports)));
    }
  }

  static Summary summary(List<Path> reports) throws IOException {
    int tests = 0;
    int skipped = 0;
    Map<String, SortedSet<String>> reasons = new TreeMap<>();
    for (Path report : reports) {
      NodeList cases = parse(report).getElementsByTagName("testcase");
      tests += cases.getLength();
      for (int i = 0; i < cases.getLength(); i++) {
        Element test = (Element) cases.item(i);
        Node skip = test.getElementsByTagName("skipped").item(0);
        if (skip != null) {
          skipped++;
          String type = test.getAttribute("classname");
          reasons
              .computeIfAbsent(reason((Element) skip), r -> new TreeSet<>())
              .add(type.substring(type.lastIndexOf('.') + 1));
        }
      }
    }
    return new Summary(tests, skipped, reasons);
  }

  static String text(Summary summary) {
    StringWriter text = new StringWriter();
    if (summary.skipped == 0) {
      return "Tests skipped: none of " + summary.tests + ".\n";
    }
    text.append("Tests skipped: " + summary.skipped + " of " + summary.tests + ", for want of\n");
    summary.classesByReason.forEach(
        (reason, classes) ->
            text.append("  " + reason + "  (" + String.join(", ", classes) + ")\n"));
    return text.append("How to get these: " + HOW + "\n").toString();
  }

  /**
   * The words between the brackets of an assumption that AssertJ described, or the whole message.
   */
  private static String reason(Element skip) {
    String message = skip.getAttribute("message").strip();
    if (message.isEmpty()) {
      message = skip.getTextContent().strip();
    }
    int open = message.indexOf('[');
    int close = message.indexOf(']', open);
    String words = open >= 0 && close > open ? message.substring(open + 1, close) : message;
    return words
        .lines()
        .findFirst()
        .map(line -> line.replaceFirst("^[\\w.]+Exception: Assumption failed: ", ""))
        .orElse("what the test does not say");
  }

  private static Document parse(Path report) throws IOException {
    try {
      return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
    } catch (SAXException | ParserConfigurationException e) {
      throw new IOException(report + ": " + e.getMessage(), e);
    }
  }
}
