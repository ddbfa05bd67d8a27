/** Makes a history that can be shared: what resources were reported to hold is replaced, what was judged is not. */
package io.github.kesselevents.conformance.redaction;
