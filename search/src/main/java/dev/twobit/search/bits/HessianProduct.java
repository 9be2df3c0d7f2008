package dev.twobit.search.bits;

import dev.twobit.tensor.ConvolutionBackend;
import dev.twobit.tensor.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Products of a Hessian with directions, exact: the gradient is differentiated once more. */
final class HessianProduct {
  private HessianProduct() {}

  /**
   * H z of a loss; the second derivatives between the tensors are in it.
   *
   * @param loss a scalar whose graph is complete
   * @param tensors that it depends on
   * @param directions of the same shapes, outside of the graph
   * @return of the tensors' shapes, in their order
   */
  static List<Tensor> of(Tensor loss, List<Tensor> tensors, List<Tensor> directions) {
    return ConvolutionBackend.forSecondDerivatives(() -> product(loss, tensors, directions));
  }

  private static List<Tensor> product(Tensor loss, List<Tensor> tensors, List<Tensor> directions) {
    TensorVector inputs = new TensorVector(tensors.toArray(Tensor[]::new));
    TensorVector first =
        torch.grad(
            new TensorVector(loss),
            inputs,
            new TensorVector(),
            new BoolOptional(true),
            true,
            false);
    Tensor along = torch.zeros(1).sum();
    for (int i = 0; i < tensors.size(); i++) {
      along = along.add(first.get(i).mul(directions.get(i)).sum());
    }
    // What the gradient does not depend on has no second derivative: allowed to be unused.
    TensorVector second =
        torch.grad(
            new TensorVector(along),
            inputs,
            new TensorVector(),
            new BoolOptional(false),
            false,
            true);
    List<Tensor> products = new ArrayList<>();
    for (int i = 0; i < tensors.size(); i++) {
      Tensor product = second.get(i);
      products.add(product.defined() ? product : torch.zeros_like(tensors.get(i)));
    }
    return products;
  }

  /** The scalar product of two tensors of a shape. */
  static double dot(Tensor a, Tensor b) {
    return a.detach().mul(b).sum().item_double();
  }

  /** A tensor of ones and minus ones in the shape of another. */
  static Tensor signs(Tensor like, SplittableRandom random) {
    float[] signs = new float[(int) like.numel()];
    for (int i = 0; i < signs.length; i++) {
      signs[i] = random.nextBoolean() ? 1 : -1;
    }
    return Torch.tensor(signs, like.sizes().vec().get());
  }
}
