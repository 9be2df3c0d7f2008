package dev.twobit.network;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Weighted layers of both operands of an Add, down from where the operands part. Layers are visited
 * last to first, so that each is known to be above one operand or both when its turn comes, and no
 * further than the last that is above one only.
 */
final class AddBranches {
  private static final int LEFT = 1;
  private static final int RIGHT = 2;
  private static final int BOTH = LEFT | RIGHT;

  /** No branch of a block is as long; what is, has no shortcut. */
  private static final int MOST_LAYERS = 512;

  /** Visits in all, over every Add of a network. */
  private static final int MOST_VISITS = 1 << 19;

  private final Map<String, Integer> writers;
  private final PriorityQueue<Integer> open = new PriorityQueue<>(Collections.reverseOrder());
  private final Map<Integer, Integer> sides = new HashMap<>();
  private final Set<String> left = new HashSet<>();
  private final Set<String> right = new HashSet<>();
  private boolean leftPointwise = true;
  private boolean rightPointwise = true;
  private int alone;

  private AddBranches(Map<String, Integer> writers) {
    this.writers = writers;
  }

  /** Names of the pointwise convolutions that are all of one branch where the other has more. */
  static Set<String> shortcuts(List<Layer> layers) {
    Map<String, Integer> writers = new HashMap<>();
    for (int i = 0; i < layers.size(); i++) {
      writers.put(layers.get(i).output(), i);
    }
    Set<String> shortcuts = new HashSet<>();
    int visits = 0;
    for (Layer layer : layers) {
      if (layer instanceof Layer.Add add && add.inputs().size() == 2 && visits < MOST_VISITS) {
        AddBranches branches = new AddBranches(writers);
        visits += branches.visit(add, layers);
        shortcuts.addAll(branches.shortcut());
      }
    }
    return shortcuts;
  }

  /** Returns how many layers were visited. */
  private int visit(Layer.Add add, List<Layer> layers) {
    mark(add.inputs().get(0), LEFT);
    mark(add.inputs().get(1), RIGHT);
    int visits = 0;
    while (alone > 0 && visits < MOST_LAYERS && (left.size() < 2 || right.size() < 2)) {
      next(layers);
      visits++;
    }
    return visits;
  }

  private Set<String> shortcut() {
    if (alone > 0) {
      return Set.of();
    }
    if (left.size() == 1 && leftPointwise && right.size() > 1) {
      return left;
    }
    return right.size() == 1 && rightPointwise && left.size() > 1 ? right : Set.of();
  }

  private void next(List<Layer> layers) {
    int at = open.remove();
    Layer layer = layers.get(at);
    int side = sides.getOrDefault(at, BOTH);
    if (side != BOTH) {
      alone--;
    }
    if (ConvolutionRoles.isWeighted(layer)) {
      boolean pointwise = layer instanceof Layer.Convolution c && c.window().isPointwise();
      if (side == LEFT) {
        left.add(layer.name());
        leftPointwise &= pointwise;
      } else if (side == RIGHT) {
        right.add(layer.name());
        rightPointwise &= pointwise;
      }
    }
    layer.inputs().forEach(t -> mark(t, side));
  }

  private void mark(String tensor, int side) {
    Integer at = writers.get(tensor);
    if (at == null) {
      return;
    }
    int before = sides.getOrDefault(at, 0);
    int now = before | side;
    sides.put(at, now);
    if (before == 0) {
      open.add(at);
      alone += now == BOTH ? 0 : 1;
    } else if (before != BOTH && now == BOTH) {
      alone--;
    }
  }
}
