/**
 * What others say to the demo in JSON: fields that are there and of the right kind, or refused by
 * their names.
 */
@NullMarked
package dev.synod.demo.json;

import org.jspecify.annotations.NullMarked;
