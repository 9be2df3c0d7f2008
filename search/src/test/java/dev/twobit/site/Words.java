package dev.twobit.site;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;

/** The words of a part of a page, without marks. */
final class Words extends AbstractVisitor {
  private final StringBuilder text = new StringBuilder();

  private Words() {}

  /** Blocks are set apart by a blank, so that words at their ends stay words. */
  static String of(Node node) {
    Words words = new Words();
    node.accept(words);
    return words.text.toString();
  }

  @Override
  public void visit(Text node) {
    text.append(node.getLiteral());
  }

  @Override
  public void visit(Code node) {
    text.append(node.getLiteral());
  }

  @Override
  public void visit(SoftLineBreak node) {
    text.append(' ');
  }

  @Override
  public void visit(HardLineBreak node) {
    text.append(' ');
  }

  @Override
  public void visit(FencedCodeBlock node) {
    text.append(node.getLiteral()).append(' ');
  }

  @Override
  public void visit(IndentedCodeBlock node) {
    text.append(node.getLiteral()).append(' ');
  }

  @Override
  protected void visitChildren(Node parent) {
    super.visitChildren(parent);
    if (parent instanceof org.commonmark.node.Block
        || parent instanceof org.commonmark.ext.gfm.tables.TableCell) {
      text.append(' ');
    }
  }
}
