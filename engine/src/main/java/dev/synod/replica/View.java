package dev.synod.replica;

import dev.synod.api.GroupStatus;
import dev.synod.api.Query;
import dev.synod.api.ReadResult;
import dev.synod.api.StateMachine;
import dev.synod.protocol.Configuration;
import dev.synod.protocol.MemberId;
import dev.synod.protocol.MemberRecord;
import dev.synod.protocol.ReplicaNotice;
import dev.synod.shell.Payloads;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * What a replica shows of itself and its group.
 *
 * @param <S> the user's state
 */
record View<S>(
    Replica.Setup setup,
    StateMachine<S> machine,
    StateMachine.QueryHandler<S> queries,
    Payloads payloads) {

  static <S> View<S> of(Replica.Setup setup, StateMachine<S> machine, Payloads payloads) {
    return new View<>(setup, machine, machine.queryHandler(), payloads);
  }

  @SuppressWarnings("unchecked") // A query names the class of its reply.
  ReadResult<Object> answer(Replica.Read read, ReplicaState<S> state) {
    return new ReadResult<>(
        queries.answer(state.state(), (Query<Object>) read.query()), state.appliedThrough());
  }

  static List<GroupStatus.Member> members(Configuration configuration) {
    return configuration.members().stream().map(View::shown).toList();
  }

  static GroupStatus.Quorums quorums(Configuration configuration) {
    return new GroupStatus.Quorums(
        configuration.quorums().election(), configuration.quorums().accept());
  }

  static GroupStatus.Leases leases(Configuration configuration) {
    return new GroupStatus.Leases(
        configuration.leases().millis(), configuration.leases().driftPpm());
  }

  static GroupStatus.LeaderChanges changes(ReplicaNotice.LeaderIs lead) {
    return new GroupStatus.LeaderChanges(lead.change().count(), lead.change().cause().label());
  }

  private static GroupStatus.Member shown(MemberRecord member) {
    return new GroupStatus.Member(
        member.id().value(),
        member.address(),
        member.kind().name().toLowerCase(Locale.ROOT),
        member.incarnation().toString());
  }

  /** The state's hash is not made before somebody gets it. */
  Supplier<GroupStatus> status(
      Configuration configuration,
      ReplicaState<S> state,
      Outbox outbox,
      long chosenThrough,
      long savedThrough) {
    Supplier<String> hash = StateHash.of(state, machine::snapshotOf, payloads::writeLarge);
    return () ->
        new GroupStatus(
            setup.group().value(),
            setup.self().value(),
            members(configuration),
            quorums(configuration),
            leases(configuration),
            configuration.epoch(),
            outbox.lead().ballot().toString(),
            outbox.lead().leader().map(MemberId::value),
            chosenThrough,
            state.appliedThrough(),
            savedThrough,
            state.logTime(),
            hash.get(),
            state.sessions().size(),
            outbox.pending(),
            changes(outbox.lead()));
  }
}
