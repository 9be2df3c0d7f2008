package dev.twobit.search.inherit;

import dev.twobit.network.BatchNormalizationRestorer;
import dev.twobit.network.ModelZoo;
import dev.twobit.network.Network;
import dev.twobit.network.ScaledWidths;
import dev.twobit.network.TensorShape;
import dev.twobit.network.WeightTensor;
import dev.twobit.quantization.QuantizerChoice;
import dev.twobit.search.space.CandidateGrid;
import dev.twobit.search.space.Coupling;
import dev.twobit.search.space.SearchSpace;
import dev.twobit.search.space.TinyNetworks;
import dev.twobit.training.Calibration;
import dev.twobit.training.Initializer;
import dev.twobit.training.QuantizationScheme;
import dev.twobit.training.TrainableNetwork;
import dev.twobit.training.data.ImageDataset;
import dev.twobit.training.data.ImagesInMemory;
import dev.twobit.training.data.Normalization;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.PointerScopeHelper;

/** What tests of inherited weights share. */
final class InheritNetworks {
  private InheritNetworks() {}
}
