package dev.twobit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twobit.network.Layer;
import dev.twobit.network.Network;
import dev.twobit.network.Parameters;
import dev.twobit.network.TensorShape;
import dev.twobit.network.Window;
import dev.twobit.simulator.workload.FeatureMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Features are channels where rows of them are fully connected. */
class TensorLayoutsTest {
  private static final TensorShape PLANES = TensorShape.of(1, 32, 20, 12);
  private static final TensorShape ROWS = TensorShape.of(1, 20, 12, 32);

  private static final Network BLOCK =
      new Network(
          "block",
          List.of("image"),
          List.of("y"),
          List.of(
              new Layer.Convolution("c", "image", "c", 32, 32, Window.square(3, 1, 1), 1, false),
              new Layer.Transpose("there", "c", "there", List.of(0, 2, 3, 1)),
              new Layer.FullyConnected("f", "there", "f", 32, 32, false),
              new Layer.Transpose("back", "f", "back", List.of(0, 3, 1, 2)),
              new Layer.Convolution("y", "back", "y", 32, 32, Window.square(3, 1, 1), 1, false)),
          Map.of(
              "image", PLANES, "c", PLANES, "there", ROWS, "f", ROWS, "back", PLANES, "y", PLANES),
          Parameters.empty(),
          false);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void transposesBesideAFullyConnectedLayerMoveNothing(boolean strided) {
    PrecisionPlan plan = PrecisionPlan.uniform(BLOCK, 2, 8);

    assertThat(WorkloadLowering.lower(BLOCK, plan, new Addressing(strided, 8)))
        .extracting(s -> s.workload().name())
        .containsExactly("c", "f", "y");
    assertThat(TensorLayouts.of(BLOCK).map("there")).isEqualTo(new FeatureMap(32, 240, 1));
    assertThat(TensorLayouts.of(BLOCK).map("c")).isEqualTo(new FeatureMap(32, 20, 12));
  }

  /** The same rows as a matrix: how many axes their positions have does not matter. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rowsOfAMatrixLieAsThoseOfATensor(boolean strided) {
    TensorShape matrix = TensorShape.of(240, 32);
    Network reshaped =
        new Network(
            "reshaped",
            List.of("image"),
            List.of("y"),
            List.of(
                new Layer.Convolution("c", "image", "c", 32, 32, Window.square(3, 1, 1), 1, false),
                new Layer.Transpose("there", "c", "there", List.of(0, 2, 3, 1)),
                new Layer.Reshape("rows", "there", "rows", matrix),
                new Layer.FullyConnected("f", "rows", "f", 32, 32, false),
                new Layer.Reshape("grid", "f", "grid", ROWS),
                new Layer.Transpose("back", "grid", "back", List.of(0, 3, 1, 2)),
                new Layer.Convolution("y", "back", "y", 32, 32, Window.square(3, 1, 1), 1, false)),
            Map.of(
                "image", PLANES, "c", PLANES, "there", ROWS, "rows", matrix, "f", matrix, "grid",
                ROWS, "back", PLANES, "y", PLANES),
            Parameters.empty(),
            false);
    PrecisionPlan plan = PrecisionPlan.uniform(reshaped, 2, 8);

    assertThat(WorkloadLowering.lower(reshaped, plan, new Addressing(strided, 8)))
        .extracting(s -> s.workload().name())
        .containsExactly("c", "f", "y");
  }
}
