// The records that a producer really published for the interactions of pacts: read from the history of a verification.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** All pacts of a folder, in the order in which the kit verifies them. */
export const pactsIn = (folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(folder, name));

/**
 * For each consumer and description, the message that was published. The kit writes a resource of its own for each
 * interaction, numbered in their order, and its reports hold that number; a delete is known by the key of its report.
 */
export const publishedMessages = (history, pacts) => {
  const records = readFileSync(history, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter((entry) => entry.kind === 'observed' && entry.topic === 'outbox.event.kessel.resources');
  const messages = new Map();
  let number = 0;
  for (const pact of pacts) {
    const { consumer, interactions } = JSON.parse(readFileSync(pact, 'utf8'));
    for (const { description, providerStates } of interactions) {
      number += 1;
      const record = providerStates[0].name.includes('is deleted')
        ? deleteOf(records, marked(records, number, 'first'))
        : marked(records, number, 'last');
      messages.set(`${consumer.name}: ${description}`, message(record));
    }
  }
  return messages;
};

const marked = (records, number, which) =>
  records.find((record) => record.value.includes(`/${number}/${which}"`)) ??
  fail(`no record of interaction ${number} (${which})`);

const deleteOf = (records, reported) =>
  records.find(
    (record) => record.key === reported.key && record.headers.some(({ value }) => value === 'deleted'),
  ) ?? fail(`no delete of ${reported.key}`);

const message = (record) => ({
  contents: JSON.parse(record.value).payload,
  metadata: {
    topic: record.topic,
    kafka_messageKey: JSON.parse(record.key).payload,
    ...Object.fromEntries(record.headers.map(({ name, value }) => [name, value])),
    contentType: 'application/json',
  },
});

const fail = (sentence) => {
  throw new Error(sentence);
};
