package io.github.kesselevents.conformance.producer;

import java.util.Map;

/** Lives in this JVM, and is called there: no port is its own. */
public final class SelfCalledInventory extends SmallApi implements JavaProducer {

    @Override
    public void start(Map<String, String> environment) {}

    @Override
    public void stop() {}

    @Override
    public boolean isReachable(String address) {
        return true;
    }
}
