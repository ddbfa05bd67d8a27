package io.github.kesselevents.conformance;

/**
 * For a build without Java: Failsafe finds it by its name when it scans this jar ({@code dependenciesToScan}). The
 * producer is that of {@code producer.yaml}.
 */
public final class ProducerConformanceIT extends ProducerConformance {}
