package io.github.kesselevents.conformance.run;

import io.github.kesselevents.conformance.producer.JavaProducer;
import io.github.kesselevents.fixtures.inventory.ReferenceInventory;
import io.github.kesselevents.fixtures.inventory.ReferenceInventory.Settings;
import java.util.Map;

/** The reference inventory as a class of a producer's team would be. */
public final class InventoryInThisJvm implements JavaProducer {

    private static final int CONNECTIONS = 16;

    private ReferenceInventory inventory;

    @Override
    public void start(Map<String, String> environment) {
        inventory = ReferenceInventory.start(new Settings(
                "127.0.0.1",
                Integer.parseInt(environment.get("INVENTORY_PORT")),
                environment.get("INVENTORY_DATABASE_URL"),
                null,
                null,
                CONNECTIONS));
    }

    @Override
    public void stop() {
        inventory.close();
    }
}
