package dev.synod.demo.kv;

import dev.synod.api.Query;
import java.util.Optional;

/** What does this key hold? Empty if the key is absent. */
public record Get(String key) implements Query<Optional<Entry>> {}
