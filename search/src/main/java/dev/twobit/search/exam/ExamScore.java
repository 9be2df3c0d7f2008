package dev.twobit.search.exam;

/**
 * The answer to a question.
 *
 * @param crossEntropy mean over the images, nats; 100 where the training diverged
 * @param top1Percent 0..100
 * @param images that were scored
 */
public record ExamScore(double crossEntropy, double top1Percent, int images) {}
