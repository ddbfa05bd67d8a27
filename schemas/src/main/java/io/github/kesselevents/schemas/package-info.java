/**
 * What a resource event is: its JSON Schemas, the requirements, and a validator of records. A consumer or a reader of
 * the documentation needs nothing else.
 *
 * <p>Start at {@link io.github.kesselevents.schemas.EventContract}, which holds a Kafka record against the contract, or
 * at {@link io.github.kesselevents.schemas.WireFormat}, which reads one.
 */
package io.github.kesselevents.schemas;
