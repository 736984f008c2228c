package dev.synod.persistence.contract;

/**
 * All that Pekko Persistence asks of a journal that remembers on disk.
 *
 * <p>A subclass names the plugin and its settings. Where a plugin is known to break a case, the
 * subclass overrides that case with one that shows how.
 */
abstract class JournalContract extends JournalSetting
    implements ReplayCases,
        DeletionCases,
        WritingCases,
        PayloadCases,
        RejectionCases,
        RestartCases,
        ActorCases {}
