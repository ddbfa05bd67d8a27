package io.github.kesselevents.conformance.producer;

import java.util.Map;

/** Lives in this JVM, and does nothing. */
public final class SmallInventory implements JavaProducer {

    @Override
    public void start(Map<String, String> environment) {}

    @Override
    public void stop() {}
}
