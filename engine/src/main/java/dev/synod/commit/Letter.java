package dev.synod.commit;

import dev.synod.protocol.MemberId;

/** Something to say to a node; it may be lost, come late, or come twice. */
public record Letter<M>(MemberId to, M message) {}
