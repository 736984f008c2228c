package dev.synod.persistence.contract;

/** The journal that the cases are put to, in a running actor system. */
interface JournalSubject {
  /** Whom this case's answers go to. */
  JournalClient journal();

  /** Another persistent actor, with answers of its own. */
  JournalClient another();

  /** The actor system and the ids of the plugins in it. */
  PluginSystem system();

  String journalPlugin();

  /** The plugin that actors on this journal snapshot to. */
  String snapshotPlugin();

  /** Ends the actor system and starts another one over the same data. */
  void restart();
}
