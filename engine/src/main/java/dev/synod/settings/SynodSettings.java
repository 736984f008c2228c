package dev.synod.settings;

import com.typesafe.config.Config;
import dev.synod.protocol.LeaseTerms;
import dev.synod.protocol.SessionLimits;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All settings of the engine, read from the section {@code synod}. Durations are at least 1 ms,
 * sizes are in bytes.
 *
 * @param leases this node's; those of the member with the lowest id become the group's
 */
public record SynodSettings(
    AcceptorSettings acceptor,
    ProposerSettings proposer,
    LearnerSettings learner,
    ElectorSettings elector,
    ReplicaSettings replica,
    SessionSettings sessions,
    LeaseTerms leases,
    ClientSettings client,
    MembershipSettings membership,
    CommitSettings commit) {

  /** Room in a frame for everything around the values of a message. */
  static final int FRAME_HEADROOM = 8 * 1024;

  private static final long MIN_RATE = 8 * 1024;
  private static final long MAX_RATE = 1L << 40;

  /**
   * How votes reach the disk.
   *
   * @param journal id of the Pekko journal plugin of the acceptors
   * @param writeDeadline a write that takes longer counts as a stalled disk
   * @param pageBytes values in one answer to Prepare or CatchUp
   * @param writeBytes requests that wait for a write; more are dropped and sent again
   */
  public record AcceptorSettings(
      String journal, Duration writeDeadline, int pageBytes, long writeBytes) {}

  /**
   * How commands are ordered.
   *
   * @param window slots in flight
   * @param batchBytes values of one slot
   * @param queueBytes commands that wait for a slot; more are dropped and sent again by replicas
   * @param resend an unanswered message is repeated after this
   * @param campaignTimeout a phase 1 that takes longer is given up
   * @param progressTimeout a leader whose oldest proposal is not chosen after this steps down
   */
  public record ProposerSettings(
      int window,
      int batchBytes,
      int queueBytes,
      Duration resend,
      Duration campaignTimeout,
      Duration progressTimeout) {}

  /**
   * How chosen values spread.
   *
   * @param resend a gap is asked for again, an announcement repeated, after this
   * @param linger news of what is chosen waits so long for a proposal to go with; zero: not at all
   * @param ahead slots that the learner holds above the last applied one
   * @param reads linearizable reads that may wait at the leader
   * @param tail slots below the own snapshot that the log keeps for members that lag
   * @param tailBytes and no more than the last of them that have so many bytes together
   */
  public record LearnerSettings(
      Duration resend, Duration linger, int ahead, int reads, int tail, long tailBytes) {}

  /**
   * How leaders are found.
   *
   * @param heartbeat between two heartbeats of a leader
   * @param timeout a leader not heard of for this, or up to twice this by chance, is given up
   * @param stretchMax measured delays lengthen the timeout up to this many times
   * @param backoffMax campaigns that fail lengthen the wait up to this many times the timeout
   * @param priority this member waits so many timeouts longer, so that others come first
   * @param thrashing changes of leader that are worth a warning
   */
  public record ElectorSettings(
      Duration heartbeat,
      Duration timeout,
      int stretchMax,
      int backoffMax,
      int priority,
      Thrashing thrashing) {
    /** The last to lead. */
    public static final int MAX_PRIORITY = 8;
  }

  /** So many changes of leader within this time are too many, and are warned of. */
  public record Thrashing(int changes, Duration within) {}

  /**
   * When the state is kept, in place of the log that led to it.
   *
   * @param snapshotStore id of the Pekko snapshot store plugin; empty: nothing is kept, and no
   *     member ever drops a part of its log
   * @param snapshotSlots a snapshot at each slot that is a multiple of this, the same on every
   *     member; a few are passed over while little was applied beside what the last one took
   * @param snapshotBytes and one as soon as the values applied since the last multiple have so many
   *     bytes, or a power of two times as many where the last one took more
   * @param lendRate bytes of snapshots that this member lends in a second, to all others together;
   *     empty: as fast as it can
   */
  public record ReplicaSettings(
      Optional<String> snapshotStore,
      int snapshotSlots,
      long snapshotBytes,
      OptionalLong lendRate) {}

  /**
   * How long results are kept for retries.
   *
   * @param window sequences per session
   * @param ttl a session unused for this much log time expires
   * @param max open sessions of clients
   */
  public record SessionSettings(int window, Duration ttl, int max) {}

  /**
   * What a node's clients may ask.
   *
   * @param timeout after this a command is Unknown and a read fails
   * @param resend a command without an outcome is sent again after this, then after twice this
   * @param outstanding commands, and as many reads, that may wait; more are refused
   * @param outstandingBytes what the commands that wait may take together
   * @param commandBytes the largest serialized command
   */
  public record ClientSettings(
      Duration timeout,
      Duration resend,
      int outstanding,
      long outstandingBytes,
      int commandBytes) {}

  /**
   * How members are changed.
   *
   * @param report between two words of a member to all others that it lives
   * @param patience a member not heard of for this does not live
   * @param lag a member that lacks so many of the last chosen slots has still caught up, if it
   *     holds all that was chosen five reports ago
   * @param timeout after this it is given up to wait for a change that was asked for
   * @param lends this member keeps snapshots, so it can bring others up without its log
   * @param longestLease that leaves others time to be elected
   */
  public record MembershipSettings(
      Duration report,
      Duration patience,
      int lag,
      Duration timeout,
      boolean lends,
      Duration longestLease) {}

  /**
   * How transactions over several nodes are led.
   *
   * @param patience who waits for a vote, a leader or an outcome waits at least so long
   * @param open transactions that one node has begun and that are not done with everywhere
   */
  public record CommitSettings(Duration patience, int open) {}

  /** These settings with the session limits of the group in place of this node's. */
  public SynodSettings agreeing(SessionLimits limits) {
    SessionSettings agreed =
        new SessionSettings(limits.window(), Duration.ofMillis(limits.ttlMillis()), limits.max());
    return new SynodSettings(
        acceptor, proposer, learner, elector, replica, agreed, leases, client, membership, commit);
  }

  /**
   * Reads them all.
   *
   * @param root the whole configuration of the actor system
   * @throws IllegalArgumentException naming key, value and bound
   */
  public static SynodSettings create(Config root) {
    Keys keys = new Keys(root);
    int frame = keys.frameBytes();
    int room = frame - FRAME_HEADROOM;
    AcceptorSettings acceptor =
        new AcceptorSettings(
            keys.journal("synod.acceptor.journal"),
            keys.duration("synod.acceptor.write-deadline"),
            keys.bytes("synod.acceptor.page", 1024, room),
            keys.size("synod.acceptor.write", 1024));
    ProposerSettings proposer = proposer(keys, room, acceptor.writeDeadline());
    ElectorSettings elector = elector(keys);
    ReplicaSettings replica =
        new ReplicaSettings(
            keys.snapshotStore("synod.replica.snapshot-store"),
            keys.number("synod.replica.snapshot-slots", 1, Integer.MAX_VALUE),
            keys.size("synod.replica.snapshot-bytes", 1024),
            keys.rate("synod.replica.lend-rate", MIN_RATE, MAX_RATE));
    SessionSettings sessions =
        new SessionSettings(
            keys.number("synod.sessions.window", 1, 1 << 20),
            keys.duration("synod.sessions.ttl"),
            keys.number("synod.sessions.max", 1, 1 << 20));
    return new SynodSettings(
        acceptor,
        proposer,
        learner(keys),
        elector,
        replica,
        sessions,
        leases(keys, elector, proposer),
        client(keys, proposer, sessions),
        membership(keys, replica, longestLease(elector, proposer)),
        new CommitSettings(
            keys.duration("synod.commit.patience"), keys.number("synod.commit.open", 1, 4096)));
  }

  private static ProposerSettings proposer(Keys keys, int room, Duration writeDeadline) {
    ProposerSettings proposer =
        new ProposerSettings(
            keys.number("synod.proposer.window", 1, 1024),
            keys.bytes("synod.proposer.batch", 1024, room),
            keys.bytes("synod.proposer.queue", 1024, Integer.MAX_VALUE),
            keys.duration("synod.proposer.resend"),
            keys.duration("synod.proposer.campaign-timeout"),
            keys.duration("synod.proposer.progress-timeout"));
    keys.require(
        proposer.progressTimeout().compareTo(proposer.resend()) > 0,
        "synod.proposer.progress-timeout = %d ms must be longer than synod.proposer.resend = %d ms",
        proposer.progressTimeout().toMillis(),
        proposer.resend().toMillis());
    // Who bears a write of this length must not lose its lead by it.
    keys.require(
        proposer.progressTimeout().compareTo(writeDeadline) > 0,
        "synod.proposer.progress-timeout = %d ms must be longer than synod.acceptor.write-deadline ="
            + " %d ms",
        proposer.progressTimeout().toMillis(),
        writeDeadline.toMillis());
    return proposer;
  }

  private static LearnerSettings learner(Keys keys) {
    LearnerSettings learner =
        new LearnerSettings(
            keys.duration("synod.learner.resend"),
            Duration.ofMillis(keys.durationOrOff("synod.learner.linger")),
            keys.number("synod.learner.ahead", 1, 1 << 20),
            keys.number("synod.learner.reads", 1, 1 << 20),
            keys.number("synod.learner.tail", 0, Integer.MAX_VALUE),
            keys.size("synod.learner.tail-bytes", 0));
    keys.require(
        learner.linger().compareTo(learner.resend()) < 0,
        "synod.learner.linger = %d ms must be shorter than synod.learner.resend = %d ms",
        learner.linger().toMillis(),
        learner.resend().toMillis());
    return learner;
  }

  private static ClientSettings client(
      Keys keys, ProposerSettings proposer, SessionSettings sessions) {
    ClientSettings client =
        new ClientSettings(
            keys.duration("synod.client.timeout"),
            keys.duration("synod.client.resend"),
            keys.number("synod.client.outstanding", 1, 1 << 20),
            keys.size("synod.client.outstanding-bytes", 1),
            keys.bytes("synod.client.command", 1, proposer.batchBytes()));
    keys.require(
        client.outstandingBytes() >= client.commandBytes(),
        "synod.client.outstanding-bytes = %d B must be at least synod.client.command = %d B",
        client.outstandingBytes(),
        client.commandBytes());
    // What is further ahead than the window waits unsent: it would only take others' places.
    keys.require(
        client.outstanding() <= sessions.window(),
        "synod.client.outstanding = %d must be at most synod.sessions.window = %d",
        client.outstanding(),
        sessions.window());
    return client;
  }

  private static ElectorSettings elector(Keys keys) {
    ElectorSettings elector =
        new ElectorSettings(
            keys.duration("synod.elector.heartbeat"),
            keys.duration("synod.elector.timeout"),
            keys.number("synod.elector.stretch-max", 1, 64),
            keys.number("synod.elector.backoff-max", 1, 1024),
            keys.number("synod.elector.priority", 0, ElectorSettings.MAX_PRIORITY),
            new Thrashing(
                keys.number("synod.elector.thrashing.changes", 2, 1024),
                keys.duration("synod.elector.thrashing.within")));
    keys.require(
        elector.timeout().compareTo(elector.heartbeat().multipliedBy(2)) >= 0,
        "synod.elector.timeout = %d ms must be at least twice synod.elector.heartbeat = %d ms",
        elector.timeout().toMillis(),
        elector.heartbeat().toMillis());
    return elector;
  }

  /** Rule E6: whoever is elected after its holder must have waited longer than a lease lasts. */
  private static LeaseTerms leases(Keys keys, ElectorSettings elector, ProposerSettings proposer) {
    long millis = keys.durationOrOff("synod.lease.duration");
    int ppm = keys.partsPerMillion("synod.lease.drift", LeaseTerms.MAX_DRIFT);
    long longest = Math.min(LeaseTerms.LONGEST, longestLease(elector, proposer).toMillis());
    keys.require(
        millis <= longest,
        "synod.lease.duration = %d ms must be at most %d ms: 0.8 of synod.elector.timeout and of"
            + " synod.proposer.campaign-timeout, and a minute",
        millis,
        longest);
    return millis == 0 ? LeaseTerms.NONE : new LeaseTerms(millis, ppm);
  }

  /** A candidate that is refused for a lease must still ask when that has ended. */
  private static Duration longestLease(ElectorSettings elector, ProposerSettings proposer) {
    Duration shorter =
        elector.timeout().compareTo(proposer.campaignTimeout()) < 0
            ? elector.timeout()
            : proposer.campaignTimeout();
    return shorter.multipliedBy(4).dividedBy(5);
  }

  private static MembershipSettings membership(
      Keys keys, ReplicaSettings replica, Duration longestLease) {
    MembershipSettings membership =
        new MembershipSettings(
            keys.duration("synod.membership.report"),
            keys.duration("synod.membership.patience"),
            keys.number("synod.membership.lag", 0, Integer.MAX_VALUE),
            keys.duration("synod.membership.timeout"),
            replica.snapshotStore().isPresent(),
            longestLease);
    keys.require(
        membership.patience().compareTo(membership.report().multipliedBy(2)) >= 0,
        "synod.membership.patience = %d ms must be at least twice synod.membership.report = %d ms",
        membership.patience().toMillis(),
        membership.report().toMillis());
    return membership;
  }
}
