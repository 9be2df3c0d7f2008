package dev.twobit.tensor;

import java.util.Iterator;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Part of a step within the step's pointer scope: what is made in it is freed when it is closed,
 * not when the step ends, except what is kept. Where there is no pointer scope it is none, and the
 * garbage collector frees.
 */
public final class StepScope implements AutoCloseable {
  private final @Nullable PointerScope outer = PointerScope.getInnerScope();
  private final @Nullable PointerScope inner = outer == null ? null : new PointerScope();

  /**
   * Leaves a result to the scope around this one.
   *
   * @param result made in this scope, unless it is one of the operands
   * @return the same
   */
  public Tensor keep(Tensor result, List<Tensor> operands) {
    if (outer != null && inner != null && !operands.contains(result)) {
      // In this order: what no scope has is freed.
      outer.attach(result);
      inner.detach(result);
    }
    return result;
  }

  /**
   * Leaves what was made in the innermost scope to the outermost, which is the step's.
   *
   * @return the same
   */
  public static <P extends Pointer> P untilItEnds(P made) {
    PointerScope innermost = PointerScope.getInnerScope();
    PointerScope outermost = innermost;
    Iterator<PointerScope> scopes = PointerScope.getScopeIterator();
    while (scopes != null && scopes.hasNext()) {
      outermost = scopes.next();
    }
    if (innermost != null && innermost != outermost) {
      outermost.attach(made);
      innermost.detach(made);
    }
    return made;
  }

  @Override
  public void close() {
    if (inner != null) {
      inner.close();
    }
  }
}
