package dev.twobit.experiment.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twobit.hardware.HardwareCatalog;
import dev.twobit.json.Json;
import dev.twobit.onnx.read.ModelSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A trial as a process in another folder reads it: its files have absolute names. */
final class PortableTrial {
  private static final Pattern DATA = Pattern.compile("(cifar10|cifar100|images):(.+)");

  private PortableTrial() {}

  /** The key of it is the trial's. */
  static JsonNode of(Trial trial) {
    JsonNode tree = Json.tree(trial);
    makeAbsolute(tree);
    return tree;
  }

  private static void makeAbsolute(JsonNode node) {
    if (node instanceof ObjectNode content && content.has("sha256") && content.has("where")) {
      content.put("where", absolute(content.path("where").asText()));
    }
    node.forEach(PortableTrial::makeAbsolute);
  }

  private static String absolute(String where) {
    Matcher data = DATA.matcher(where);
    if (data.matches()) {
      return data.group(1) + ":" + below(data.group(2));
    }
    boolean isName = HardwareCatalog.names().contains(where);
    return !isName && Files.exists(ModelSource.parse(where).file()) ? below(where) : where;
  }

  /** Options may stand behind a file's name. */
  private static String below(String file) {
    return file.startsWith("/") ? file : Path.of("").toAbsolutePath() + "/" + file;
  }
}
