/** Several real actor systems in this JVM, over real remoting, whose links can be black holes. */
@NullMarked
package dev.synod.testkit.real;

import org.jspecify.annotations.NullMarked;
