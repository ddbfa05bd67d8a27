package io.github.kesselevents.conformance;

import io.github.kesselevents.fixtures.environment.Versions;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says, of each command the same. */
final class KitVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"kessel-events " + Versions.kit()};
    }
}
