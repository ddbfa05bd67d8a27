/** The producer under test: what the kit must know of it, and how it is asked. */
package io.github.kesselevents.conformance.producer;
