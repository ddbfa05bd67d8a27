/** What is done to a running system while it works, each with the proof that it took effect. */
package io.github.kesselevents.conformance.fault;
