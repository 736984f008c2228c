/**
 * What Pekko Persistence asks of a journal and of a snapshot store, as cases that any plugin can be
 * put to.
 *
 * <p>{@link dev.synod.persistence.contract.JournalContract} and {@link
 * dev.synod.persistence.contract.SnapshotStoreContract} are the contracts; a class that names a
 * plugin and its settings binds them to it. They speak to a plugin as persistent actors do, by
 * Pekko's own messages. The reference plugins in memory show that every case can be met; the broken
 * ones, that it is noticed when a case is not.
 */
package dev.synod.persistence.contract;
