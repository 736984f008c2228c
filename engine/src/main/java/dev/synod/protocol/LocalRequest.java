package dev.synod.protocol;

/** A request from inside this process, with an answer that never crosses nodes. */
public non-sealed interface LocalRequest extends Mail {}
