// Pact's JavaScript library verifies each pact of the folder PACTS against the records of the history HISTORY.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { MessageProviderPact, providerWithMetadata } from '@pact-foundation/pact';
import { pactsIn, publishedMessages } from './published.js';

const pacts = pactsIn(process.env.PACTS);
const published = publishedMessages(process.env.HISTORY, pacts);

const verify = (pact, change = (message) => message) => {
  const { consumer, interactions } = JSON.parse(readFileSync(pact, 'utf8'));
  const messageProviders = Object.fromEntries(
    interactions.map(({ description }) => {
      const { contents, metadata } = change(published.get(`${consumer.name}: ${description}`));
      return [description, providerWithMetadata(() => Promise.resolve(contents), metadata)];
    }),
  );
  const states = interactions.map(({ providerStates }) => [providerStates[0].name, () => Promise.resolve()]);
  return new MessageProviderPact({
    provider: 'kessel-inventory-api',
    pactUrls: [pact],
    messageProviders,
    stateHandlers: Object.fromEntries(states),
    logLevel: 'error',
  }).verify();
};

for (const pact of pacts) {
  test(`${pact} is satisfied by what was published`, () => verify(pact));
}

test('an operation in capitals is refused', () =>
  assert.rejects(
    verify(pacts[0], ({ contents, metadata }) => ({
      contents,
      metadata: { ...metadata, operation: metadata.operation.toUpperCase() },
    })),
  ));
