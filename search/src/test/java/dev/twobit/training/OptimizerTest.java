package dev.twobit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twobit.tensor.Torch;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Against the textbook's recurrences in double precision. */
class OptimizerTest {
  private static final double[] GRADIENTS = {0.5, -1.25, 2};

  private static double run(Optimizer optimizer, String key, double start, double rate) {
    Tensor p = Torch.tensor(new float[] {(float) start}, 1).set_requires_grad(true);
    Map<String, Tensor> parameters = Map.of(key, p);
    optimizer.prepare(parameters);
    for (double gradient : GRADIENTS) {
      p.mul(Torch.scalar(gradient)).sum().backward();
      optimizer.step(parameters, rate);
    }
    return p.item_double();
  }

  private static double adam(double start, double rate, double decay, boolean decoupled) {
    double p = start;
    double m = 0;
    double v = 0;
    for (int t = 1; t <= GRADIENTS.length; t++) {
      double g = GRADIENTS[t - 1];
      if (decoupled) {
        p -= rate * decay * p;
      } else {
        g += decay * p;
      }
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      p -= rate * m / (1 - Math.pow(0.9, t)) / (Math.sqrt(v / (1 - Math.pow(0.999, t))) + 1e-8);
    }
    return p;
  }

  @Tag("slow")
  @Test
  void adamAndAdamW() {
    ParameterGroups groups = new ParameterGroups(0.1, 0, 0, 0.3, 0.5);
    for (boolean decoupled : new boolean[] {false, true}) {
      assertThat(run(new Adam(0.9, 0.999, 1e-8, decoupled, groups), "conv.weight", 1, 0.1))
          .isCloseTo(adam(1, 0.1, 0.1, decoupled), within(1e-6));
      assertThat(run(new Adam(0.9, 0.999, 1e-8, decoupled, groups), "bn.scale", 1, 0.1))
          .isCloseTo(adam(1, 0.1, 0, decoupled), within(1e-6));
      assertThat(run(new Adam(0.9, 0.999, 1e-8, decoupled, groups), "conv.input.alpha", 1, 0.1))
          .isCloseTo(adam(1, 0.05, 0.3, decoupled), within(1e-6));
    }
  }

  @Test
  void sgdWithAndWithoutNesterov() {
    for (boolean nesterov : new boolean[] {false, true}) {
      double p = 1;
      double v = 0;
      for (double gradient : GRADIENTS) {
        double g = gradient + 0.1 * p;
        v = 0.9 * v + g;
        p -= 0.1 * (nesterov ? g + 0.9 * v : v);
      }
      assertThat(
              run(new Sgd(0.9, nesterov, ParameterGroups.uniform(0.1, 0)), "conv.weight", 1, 0.1))
          .isCloseTo(p, within(1e-6));
    }
  }

  @Test
  void clippingScalesAllGradientsAlike() {
    Tensor a = Torch.tensor(new float[] {1, 1}, 2).set_requires_grad(true);
    Tensor b = Torch.tensor(new float[] {1}, 1).set_requires_grad(true);
    a.sum().mul(Torch.scalar(2)).add(b.sum()).backward();
    double norm = GradientNorm.clip(Map.of("a", a, "b", b), 1.5);
    assertThat(norm).isCloseTo(3, within(1e-6));
    assertThat(Torch.floats(a.mutable_grad())).containsExactly(1f, 1f);
    assertThat(Torch.floats(b.mutable_grad())).containsExactly(0.5f);
  }

  /** (1 - a) CE + a T^2 KL(teacher || student), by hand; its gradient by differences. */
  @Test
  void distillationLoss() {
    double[] student = {0.3, -1, 2};
    double[] teacher = {1, 0.5, -0.25};
    TrainingLoss loss = new TrainingLoss(0.1, 0.7, 3);
    Tensor s = Tensor.create(student, 1, 3).set_requires_grad(true);
    Tensor value = loss.of(s, Tensor.create(new long[] {1}), Tensor.create(teacher, 1, 3));
    assertThat(value.item_double()).isCloseTo(byHand(student, teacher, loss), within(1e-9));
    value.backward();
    for (int i = 0; i < 3; i++) {
      double[] up = student.clone();
      double[] down = student.clone();
      up[i] += 1e-5;
      down[i] -= 1e-5;
      double slope = (byHand(up, teacher, loss) - byHand(down, teacher, loss)) / 2e-5;
      assertThat(s.mutable_grad().view(3).select(0, i).item_double())
          .isCloseTo(slope, within(1e-6));
    }
  }

  private static double byHand(double[] student, double[] teacher, TrainingLoss loss) {
    double[] p = probabilities(student, 1);
    double ce = 0;
    for (int i = 0; i < 3; i++) {
      double wanted = (i == 1 ? 1 - loss.smoothing() : 0) + loss.smoothing() / 3;
      ce -= wanted * Math.log(p[i]);
    }
    double[] q = probabilities(teacher, loss.temperature());
    double[] r = probabilities(student, loss.temperature());
    double divergence = 0;
    for (int i = 0; i < 3; i++) {
      divergence += q[i] * Math.log(q[i] / r[i]);
    }
    double a = loss.teacherWeight();
    return (1 - a) * ce + a * loss.temperature() * loss.temperature() * divergence;
  }

  private static double[] probabilities(double[] logits, double temperature) {
    double sum = 0;
    double[] p = new double[logits.length];
    for (int i = 0; i < p.length; i++) {
      p[i] = Math.exp(logits[i] / temperature);
      sum += p[i];
    }
    for (int i = 0; i < p.length; i++) {
      p[i] /= sum;
    }
    return p;
  }
}
