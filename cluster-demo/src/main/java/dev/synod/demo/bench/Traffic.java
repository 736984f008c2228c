package dev.synod.demo.bench;

import dev.synod.demo.bench.Window.Start;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Sends operations and records their ends, in whichever thread these come. */
final class Traffic {
  private final AtomicLong open = new AtomicLong();
  private final Requests requests;
  private final Recording recording;
  private final FailOver failOver;

  Traffic(Requests requests, Recording recording, FailOver failOver) {
    this.requests = requests;
    this.recording = recording;
    this.failOver = failOver;
  }

  /** Sends one that should have begun then; tells how it ended. */
  void send(long intended, Consumer<Answer> ended) {
    Start start = new Start(intended, System.nanoTime());
    open.incrementAndGet();
    Requests.Sent sent = requests.next();
    var unused =
        sent.answer()
            .thenAccept(
                answer -> {
                  long finished = System.nanoTime();
                  recording.add(start, finished, answer);
                  if (sent.write() && answer == Answer.DONE) {
                    failOver.acknowledged(start.sent(), finished);
                  }
                  open.decrementAndGet();
                  ended.accept(answer);
                });
  }

  /** How many have no end yet. */
  long open() {
    return open.get();
  }
}
