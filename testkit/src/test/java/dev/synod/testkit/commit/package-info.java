/** Atomic commit played out: crashes, splits, lost letters, planted mistakes, and what it costs. */
@NullMarked
package dev.synod.testkit.commit;

import org.jspecify.annotations.NullMarked;
