package io.github.kesselevents.conformance.pact;

/**
 * Which pacts to ask a Pact Broker for, and what to tell it.
 *
 * @param url of the broker
 * @param token bearer token; empty for none
 * @param username for basic authentication; empty for none
 * @param password of the user
 * @param selectors consumer version selectors, a JSON array such as {@code [{"mainBranch":true}]}
 * @param providerBranch branch of the provider that is verified; empty when it is not to be said
 * @param pending whether pacts that the provider has never satisfied fail nobody's build
 * @param includeWipSince date ({@code 2026-11-01}) since when work in progress is verified, too; empty for none
 * @param publishAs version of the provider to publish results for; empty when none are published
 * @param buildUrl where the broker's reader finds the build; empty for nowhere
 */
public record BrokerSettings(
        String url,
        String token,
        String username,
        String password,
        String selectors,
        String providerBranch,
        boolean pending,
        String includeWipSince,
        String publishAs,
        String buildUrl) {}
