package dev.twobit.training;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Updates leaves in place from the gradients that backward left. */
public sealed interface Optimizer permits Sgd, Adam {

  /** Allocates what {@link #step} needs: call outside of a step's pointer scope. */
  void prepare(Map<String, Tensor> parameters);

  /** One update; the gradients are cleared. */
  void step(Map<String, Tensor> parameters, double learningRate);

  /** Tensors to be saved and restored, by a key that begins with what they are. */
  Map<String, Tensor> state();

  /** Updates done so far, where the next one depends on it; 0 where not. */
  long updates();

  /** Sets {@link #updates} from a checkpoint. */
  void resumeAt(long updates);
}
