package dev.synod.testkit.commit;

/**
 * What a transaction costs until its last participant knows the outcome.
 *
 * @param messages that cross from one place to another
 * @param delays messages one after the other, on the longest way
 * @param writes that had to be durable on the way; what a participant remembers of the outcome once
 *     it knows it is none of them
 */
public record Cost(int messages, int delays, int writes) {
  @Override
  public String toString() {
    return messages + " messages, " + delays + " delays, " + writes + " writes";
  }
}
