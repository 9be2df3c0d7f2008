package dev.twobit.search.exam;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is asked about a network: how it scores on held-out images after so much training.
 *
 * @param widths channels by unit
 * @param epochs of training, with a learning rate that falls to its end; 0: calibrated only
 * @param seed of new channels and of the order of images
 * @param last whether on the half of the held-out images that no score has, else on the other
 */
public record ExamQuestion(Map<String, Integer> widths, int epochs, long seed, boolean last) {
  public ExamQuestion {
    widths = Collections.unmodifiableMap(new LinkedHashMap<>(widths));
  }
}
