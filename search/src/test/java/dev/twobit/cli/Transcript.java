package dev.twobit.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.parser.Parser;

/**
 * What a page of Markdown shows of a session: blocks marked {@code console} have commands behind a
 * dollar and what these print, with three dots for lines left out; {@code console slow} those that
 * take minutes; {@code yaml NAME} is a file that the reader writes.
 *
 * @param steps in the order of the page
 */
record Transcript(List<Step> steps) {
  /** What lines left out are shown as. */
  static final String GAP = "...";

  private static final String PROMPT = "$ ";

  sealed interface Step {}

  record WrittenFile(String name, String text) implements Step {}

  /**
   * @param words of the command line, the program's name first
   * @param lines shown below it
   */
  record Command(List<String> words, List<String> lines, boolean slow) implements Step {
    boolean isOurs() {
      return words.get(0).equals("twobit");
    }

    /** Without the program's name. */
    String[] arguments() {
      return words.subList(1, words.size()).toArray(String[]::new);
    }
  }

  static Transcript of(String markdown) {
    List<Step> steps = new ArrayList<>();
    Parser.builder()
        .build()
        .parse(markdown)
        .accept(
            new AbstractVisitor() {
              @Override
              public void visit(FencedCodeBlock block) {
                List<String> info = Arrays.asList(block.getInfo().split(" "));
                if (info.get(0).equals("console")) {
                  steps.addAll(commands(block.getLiteral(), info.contains("slow")));
                } else if (info.get(0).equals("yaml") && info.size() == 2) {
                  steps.add(new WrittenFile(info.get(1), block.getLiteral()));
                }
              }
            });
    return new Transcript(List.copyOf(steps));
  }

  private static List<Command> commands(String block, boolean slow) {
    List<Command> commands = new ArrayList<>();
    for (String line : block.replace("\\\n", "").lines().toList()) {
      if (line.startsWith(PROMPT)) {
        List<String> words = List.of(line.substring(PROMPT.length()).trim().split("\\s+"));
        commands.add(new Command(words, new ArrayList<>(), slow));
      } else if (!commands.isEmpty()) {
        commands.get(commands.size() - 1).lines().add(line);
      }
    }
    return commands;
  }

  /** The first line shown that was not printed where it is shown; empty if all were. */
  static String notPrinted(List<String> shown, List<String> printed) {
    int at = 0;
    boolean gap = false;
    for (String line : shown) {
      if (line.equals(GAP)) {
        gap = true;
        continue;
      }
      while (gap && at < printed.size() && !printed.get(at).equals(line)) {
        at++;
      }
      if (at >= printed.size() || !printed.get(at).equals(line)) {
        return line.isEmpty() ? "(an empty line)" : line;
      }
      at++;
      gap = false;
    }
    return gap || at == printed.size()
        ? ""
        : "(nothing more, but there is: " + printed.get(at) + ")";
  }
}
