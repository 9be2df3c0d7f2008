package dev.twobit.experiment.trial;

import dev.twobit.network.InvalidInputException;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.TrainingSplit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Images that no training of a trial sees: they choose among networks.
 *
 * @param images how many; without a source, of the training images of every class its share
 * @param source whose training images they are
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // a record's accessor returns it
public record HeldOut(int images, Optional<Content> source) {
  /** No image is held out. */
  public static final String NONE = "none";

  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private static final Pattern SHARE = Pattern.compile("(\\d{1,2}(?:\\.\\d{1,6})?) ?%");
  private static final String OPTION = "--held-out";

  /**
   * Throws a one-line error for what is none of these.
   *
   * @param text {@code none}, a number of training images, a share of them as {@code 10%}, or other
   *     data as {@code --data} has it
   * @param data whose training images are split
   */
  public static Optional<HeldOut> parse(String text, Content data, Subjects subjects) {
    return parse(text, new Images(data, PreparedData.MEASURED, 0, 0), subjects);
  }

  /**
   * As above.
   *
   * @param images whose training images are split
   */
  public static Optional<HeldOut> parse(String text, Images images, Subjects subjects) {
    if (text.equals(NONE)) {
      return Optional.empty();
    }
    Content data = images.source();
    int size =
        images.trainPerClass() == 0
            ? subjects.source(data.where()).train().size()
            : subjects.images(images).train().size();
    Matcher share = SHARE.matcher(text);
    if (share.matches()) {
      return part(text, Math.round(Double.parseDouble(share.group(1)) / 100 * size), size);
    }
    if (NUMBER.matcher(text).matches()) {
      return part(text, Long.parseLong(text), size);
    }
    if (!text.contains(":") && !text.equals("embedded")) {
      throw new InvalidInputException(
          OPTION
              + ": found '"
              + text
              + "', expected a number of training images, a share as 10%, none, or data as --data"
              + " has it");
    }
    return Optional.of(other(text, data, subjects));
  }

  private static Optional<HeldOut> part(String text, long count, int size) {
    if (count < 1 || count >= size) {
      throw new InvalidInputException(
          OPTION
              + ": found "
              + text
              + (text.endsWith("%") ? ", " + count + " images" : "")
              + ", expected 1 to "
              + (size - 1)
              + " of the "
              + size
              + " training images, or none");
    }
    return Optional.of(new HeldOut((int) count, Optional.empty()));
  }

  private static HeldOut other(String spec, Content data, Subjects subjects) {
    Content source = subjects.data(spec);
    if (source.sha256().equals(data.sha256())) {
      throw new InvalidInputException(
          OPTION
              + ": found "
              + spec
              + ", the images of --data themselves; expected others, or a number or share of them");
    }
    return new HeldOut(subjects.source(spec).train().size(), Optional.of(source));
  }

  /** The images of a trial with these held out. */
  TrainingSplit split(ImageDataset train, Subjects subjects) {
    return source
        .map(s -> TrainingSplit.apart(train, subjects.same(s).train()))
        .orElseGet(() -> TrainingSplit.of(train, Math.min(images, train.size())));
  }
}
