package dev.twobit.experiment.trial;

import java.io.IOException;

/**
 * Networks are drawn to examine judges with.
 *
 * @param search whose budgets, network, images and weights they are of
 * @param networks how many
 */
public record DrawTrial(int format, SearchTrial search, int networks) implements Trial {
  @Override
  public Subject subject() {
    return search.subject();
  }

  @Override
  public <R> R fold(Cases<R> cases) throws IOException {
    return cases.draw(this);
  }

  @Override
  public String title() {
    return "draw " + networks + " networks, seed " + search.execution().seed();
  }
}
