package dev.twobit.search;

import dev.twobit.search.SettingKey.Numbers;
import dev.twobit.search.SettingKey.Schedule;
import dev.twobit.search.SettingKey.Whole;
import dev.twobit.search.SettingKey.Words;
import java.util.List;

/** Every key of a search, in the order they are shown (search/docs/methods.md#decisions). */
final class SettingKeys {
  private static final int MANY = 1_000_000;

  static final List<SettingKey> ALL =
      List.of(
          key(
              "preset",
              new Words("smoke", "small", "paper", "imagenet"),
              "what the others start from"),
          key(
              "grid",
              new Words("tas", "eighths", "tas-2x-8", "tas-2x-16", "eighths-2x-16"),
              "candidate widths and the step of an expansion; those of 2x do not expand"),
          key("coupling", new Words("align", "tied"), "what an Add does to its operands' widths"),
          key("stem", new Words("searched", "kept"), "whether the first convolution is searched"),
          key("warmup-epochs", new Whole(0, MANY), "weights only, preferences frozen"),
          key("search-epochs", new Whole(1, MANY), "weights and preferences"),
          key("training-epochs", new Whole(1, MANY), "of the found network from fresh weights"),
          key(
              "batch-size",
              new Whole(1, MANY),
              "images of a weight step, and of a preference step"),
          key(
              "images-per-class",
              new Whole(0, MANY),
              "images of each class that the search sees, drawn by the split's seed; 0: all"),
          key(
              "split-seed",
              new Whole(0, Integer.MAX_VALUE),
              "of the halves for weights and preferences"),
          key("crop-pad", new Whole(0, 64), "pixels of zero padding before a random crop"),
          key(
              "augment-architecture",
              new Words("true", "false"),
              "whether the half for preferences is augmented too"),
          key(
              "learning-rate",
              new Numbers(0, 1e6),
              "of weights, start of the search's cosine to 0"),
          key(
              "warmup-learning-rate",
              new Numbers(0, 1e6),
              "start of the warm-up's own cosine to 0"),
          key(
              "rate-warmup-epochs",
              new Whole(0, MANY),
              "search epochs in which the rate rises first"),
          key("momentum", new Numbers(0, 0.9999), "of SGD"),
          key("nesterov", new Words("true", "false"), "Nesterov's momentum, else plain"),
          key("weight-decay", new Numbers(0, 1), "L2, of weights, biases, batch normalization"),
          key(
              "alpha-decay",
              new Numbers(0, 1),
              "L2, of learned quantizer parameters: PACT's alpha"),
          key(
              "alpha-from-data",
              new Words("true", "false"),
              "PACT's alpha from the first batch, else 8"),
          key(
              "architecture-start",
              new Words("normal", "uniform"),
              "logits before the search: N(0, 0.01^2) or 0"),
          key(
              "architecture-rate",
              new Numbers(0, 1e3),
              "of Adam on logits: most that one moves a step"),
          key("architecture-decay", new Numbers(0, 1), "L2 in Adam's gradient"),
          key("architecture-beta1", new Numbers(0, 0.9999), "of Adam"),
          key("architecture-beta2", new Numbers(0, 0.99999), "of Adam"),
          key(
              "temperature",
              new Schedule(),
              "Gumbel-softmax, over the search; the warm-up has the first"),
          key(
              "sampler",
              new Words("interpolation", "masking"),
              "two widths interpolated (TAS), or one convolution masked by all (FBNetV2)"),
          key(
              "threshold",
              new Numbers(0, 1),
              "T: softmax probability of the widest of eight candidates that expands; 1: never"),
          key("check", new Words("epoch", "step"), "when preferences are compared with T"),
          key(
              "freeze-expansion-share",
              new Numbers(0, 1),
              "last share of search epochs without expansion"),
          key("max-candidates", new Whole(1, CandidateGrid.MOST_CANDIDATES), "of a layer"),
          key(
              "growth",
              new Words("kaiming", "zero-consumer", "net2wider", "ocs-split"),
              "new weights of an expansion"),
          key("cost-weight", new Numbers(0, 1e6), "lambda of every budget's log cost"),
          key(
              "band-base",
              new Words("target", "widest"),
              "what a band's percentages are of: the target, or the widest network at the start"),
          key(
              "expectation",
              new Words("additive", "with-shortcuts"),
              "whether the expected cost has the shortcut convolutions that adaptation inserts"),
          key(
              "final-genotype",
              new Words("in-band-last", "last", "best-valid"),
              "the last epoch's, if it is in band, else the latest that is; or by held-out accuracy"));

  private SettingKeys() {}

  private static SettingKey key(String name, SettingKey.Values values, String description) {
    return new SettingKey(name, values, description);
  }

  static List<String> names() {
    return ALL.stream().map(SettingKey::name).toList();
  }
}
