package dev.twobit.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the Javadoc of records says of them and of their components, from the sources. */
final class RecordDocs {
  private static final List<String> MODULES = List.of("onnx-io", "simulator", "search");

  /** A Javadoc comment, annotations, and the type that it is of. */
  private static final Pattern DOCUMENTED =
      Pattern.compile(
          "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@\\w+(?:\\([^)]*\\))?\\s*(?://[^\\n]*\\n\\s*)?)*"
              + "(?:(?:public|private|protected|static|sealed|final|abstract)\\s+)*"
              + "(?:record|enum|class|interface)\\s+(\\w+)",
          Pattern.DOTALL);

  private record Doc(String summary, Map<String, String> params) {}

  private final Path root;
  private final Map<Path, Map<String, Doc>> files = new HashMap<>();

  /**
   * @param root of the repository
   */
  RecordDocs(Path root) {
    this.root = root;
  }

  /** The first sentence of a type's own; empty without any. */
  String summary(Class<?> type) {
    return doc(type).summary();
  }

  /** Of a component; empty where its name says it. */
  String meaning(Class<?> record, String component) {
    return doc(record).params().getOrDefault(component, "");
  }

  private Doc doc(Class<?> type) {
    Class<?> top = type;
    while (top.getDeclaringClass() != null) {
      top = top.getDeclaringClass();
    }
    String file = top.getName().replace('.', '/') + ".java";
    for (String module : MODULES) {
      Path source = root.resolve(module).resolve("src/main/java").resolve(file);
      if (Files.exists(source)) {
        return files
            .computeIfAbsent(source, RecordDocs::read)
            .getOrDefault(type.getSimpleName(), new Doc("", Map.of()));
      }
    }
    throw new IllegalStateException("no source of " + type);
  }

  private static Map<String, Doc> read(Path source) {
    Map<String, Doc> found = new HashMap<>();
    try {
      Matcher documented = DOCUMENTED.matcher(Files.readString(source));
      while (documented.find()) {
        found.put(documented.group(2), doc(documented.group(1)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static Doc doc(String comment) {
    String text = plain(comment);
    int tags = text.indexOf("@param");
    String told = (tags < 0 ? text : text.substring(0, tags)).replaceAll("<p>.*", "").strip();
    Map<String, String> params = new LinkedHashMap<>();
    if (tags >= 0) {
      for (String param : text.substring(tags).split("\\s*@(?=param|return|throws|see)")) {
        List<String> words = new ArrayList<>(List.of(param.split("\\s+", 3)));
        if (words.size() == 3 && words.get(0).equals("param")) {
          params.put(words.get(1), words.get(2).strip());
        }
      }
    }
    return new Doc(told, params);
  }

  /** Without the comment's stars and inline tags. */
  private static String plain(String comment) {
    return comment
        .replaceAll("\\n\\s*\\*", " ")
        .replaceAll("\\{@(?:code|literal)\\s+([^}]*)}", "$1")
        .replaceAll("\\{@link(?:plain)?\\s+[^}\\s]*\\s+([^}]*)}", "$1")
        .replaceAll("\\{@link(?:plain)?\\s+#?([^}]*)}", "$1")
        .replaceAll("\\s+", " ")
        .strip();
  }
}
