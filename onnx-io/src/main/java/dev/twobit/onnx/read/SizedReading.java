package dev.twobit.onnx.read;

import dev.twobit.network.BatchAxis;
import dev.twobit.network.InvalidInputException;
import dev.twobit.network.Network;
import dev.twobit.network.QuotedText;
import dev.twobit.onnx.proto.ModelProto;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * A model read with inputs of given sizes, the batch taken out of it ({@link BatchAxis}).
 *
 * <p>A file whose batch is fixed has it in constants too, such as the shape of a Reshape. So it is
 * read with its own leading extents wherever these are a batch, which any number of images may then
 * take the place of; with others only where they are data.
 *
 * @param model that was read, its inputs of those sizes but for the batch
 */
record SizedReading(ModelProto model, Network network) {
  private static final int MOST_IMAGES = 1 << 16;

  static SizedReading of(
      Path file, ModelProto model, InputSizes sizes, Function<ModelProto, Network> reader) {
    if (sizes.isNone()) {
      return perImage(model, reader.apply(model));
    }
    SizedInputs inputs = SizedInputs.of(String.valueOf(file.getFileName()), model, sizes);
    return new Reading(inputs, sizes.batch() > 0, reader).run();
  }

  private static SizedReading perImage(ModelProto model, Network read) {
    return new SizedReading(model, BatchAxis.perImage(read));
  }

  /**
   * @param batch asked for as such, and not as an extent
   */
  private record Reading(SizedInputs inputs, boolean batch, Function<ModelProto, Network> reader) {
    SizedReading run() {
      int images = inputs.leading();
      if (images == 0
          || images == inputs.ownLeading()
          || (images == 1 && inputs.ownLeading() == 0)) {
        ModelProto model = inputs.model(images);
        return perImage(model, reader.apply(model));
      }
      return inputs.ownLeading() == 0 ? open(images) : fixed(images);
    }

    /** The file's batch is so many: others may take its place if it is one. */
    private SizedReading fixed(int images) {
      ModelProto own = inputs.model(0);
      Network read = reader.apply(own);
      Optional<String> mixed = BatchAxis.mixedBy(read);
      if (mixed.isEmpty()) {
        return images(own, read, images);
      }
      return data(inputs.model(images), mixed.get());
    }

    /** Open: constants may fix it all the same, for one image. */
    private SizedReading open(int images) {
      ModelProto all = inputs.model(images);
      Network read;
      try {
        read = reader.apply(all);
      } catch (InvalidInputException e) {
        ModelProto one = inputs.model(1);
        return images(one, reader.apply(one), images);
      }
      Optional<String> mixed = BatchAxis.mixedBy(read);
      return mixed.isEmpty() ? perImage(all, read) : data(all, mixed.get());
    }

    private SizedReading images(ModelProto model, Network read, int images) {
      Network one = BatchAxis.perImage(read);
      long items =
          one.shapes().values().stream()
              .mapToLong(s -> s.rank() == 0 ? 1 : s.dim(0))
              .max()
              .orElse(1);
      if (images > MOST_IMAGES || items * images > Integer.MAX_VALUE) {
        throw new InvalidInputException(
            inputs.file()
                + ": batch: found "
                + images
                + " images of up to "
                + items
                + " items, expected at most "
                + Math.min(MOST_IMAGES, Integer.MAX_VALUE / items)
                + " images");
      }
      return new SizedReading(model, ImportedValues.countable(one.withImages(images)));
    }

    private SizedReading data(ModelProto model, String mixed) {
      if (batch) {
        throw new InvalidInputException(
            inputs.file()
                + ": --batch: axis 0 of "
                + QuotedText.name(inputs.names())
                + " is no batch: "
                + mixed
                + "; expected --input-shape, which sets its extent");
      }
      return new SizedReading(model, reader.apply(model));
    }
  }
}
