/**
 * The settings of each room as typed records, and the only reader of HOCON.
 *
 * <p>Remembers nothing. {@link dev.synod.settings.SynodSettings} reads the section {@code synod}
 * once at start and refuses nonsense with an error that names key, value and bound; every other
 * class receives records.
 */
@NullMarked
package dev.synod.settings;

import org.jspecify.annotations.NullMarked;
