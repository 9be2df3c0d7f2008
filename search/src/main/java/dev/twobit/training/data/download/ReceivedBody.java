package dev.twobit.training.data.download;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.LongConsumer;

/** A body that tells how many of its bytes have come. */
final class ReceivedBody<T> implements BodySubscriber<T> {
  private final BodySubscriber<T> body;
  private final LongConsumer received;
  private long bytes;

  /**
   * @param received told after each part, and once before the first
   */
  ReceivedBody(BodySubscriber<T> body, LongConsumer received) {
    this.body = body;
    this.received = received;
  }

  @Override
  public CompletionStage<T> getBody() {
    return body.getBody();
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    received.accept(bytes);
    body.onSubscribe(subscription);
  }

  @Override
  public void onNext(List<ByteBuffer> part) {
    int length = part.stream().mapToInt(ByteBuffer::remaining).sum();
    body.onNext(part);
    bytes += length;
    received.accept(bytes);
  }

  @Override
  public void onError(Throwable failure) {
    body.onError(failure);
  }

  @Override
  public void onComplete() {
    body.onComplete();
  }
}
