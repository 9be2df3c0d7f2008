package dev.twobit.onnx;

import com.google.protobuf.ByteString;
import dev.twobit.onnx.proto.GraphProto;
import dev.twobit.onnx.proto.ModelProto;
import dev.twobit.onnx.proto.TensorProto;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Small files, each wrong in one way, that every command which reads a model must survive. */
public final class HostileCorpus {
  /** What becomes of a file. */
  public enum Verdict {
    /** It is a network that can be run. */
    ACCEPTED,
    /** It is read and shown, but cannot be run. */
    SHOWN,
    /** It is not read. */
    REFUSED
  }

  /**
   * @param says part of the one line; empty for what is accepted
   */
  public record Model(String name, Verdict verdict, String says, Supplier<byte[]> bytes) {
    /** A name for the file. */
    public String file() {
      return name.replaceAll("\\W", "_") + ".onnx";
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private final List<Model> models = new ArrayList<>();

  private HostileCorpus() {}

  /** All of them, the same at every call. */
  public static List<Model> all() {
    HostileCorpus corpus = new HostileCorpus();
    HostileNames.addTo(corpus);
    HostileTensors.addTo(corpus);
    HostileOperators.addTo(corpus);
    HostileQuantizers.addTo(corpus);
    HostileSizes.addTo(corpus);
    HostileStatements.addTo(corpus);
    return List.copyOf(corpus.models);
  }

  void refused(String name, String says, Consumer<GraphProto.Builder> fault) {
    model(name, Verdict.REFUSED, says, m -> fault.accept(m.getGraphBuilder()));
  }

  void accepted(String name, Consumer<GraphProto.Builder> change) {
    model(name, Verdict.ACCEPTED, "", m -> change.accept(m.getGraphBuilder()));
  }

  void shown(String name, String says, Consumer<GraphProto.Builder> change) {
    model(name, Verdict.SHOWN, says, m -> change.accept(m.getGraphBuilder()));
  }

  void model(String name, Verdict verdict, String says, Consumer<ModelProto.Builder> fault) {
    models.add(
        new Model(
            name,
            verdict,
            says,
            () -> {
              ModelProto.Builder model = HostileModel.valid();
              fault.accept(model);
              return model.build().toByteArray();
            }));
  }

  /** A valid model and more fields behind it, as text of latin-1. */
  void bytes(String name, String says, Supplier<byte[]> bytes) {
    models.add(new Model(name, Verdict.REFUSED, says, bytes));
  }

  /** A tensor whose dims claim more than its data holds. */
  static TensorProto hollow(String name, long... dims) {
    var tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .setRawData(ByteString.EMPTY);
    for (long dim : dims) {
      tensor.addDims(dim);
    }
    return tensor.build();
  }
}
