// A consumer in JavaScript, and its pact. PACTS is the folder to write it to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MatchersV3, PactV4 } from '@pact-foundation/pact';

const { like, regex, string } = MatchersV3;
const UUID = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';
const KEY = '01a20929-8c7b-754a-a691-d215cad69374';
const pact = new PactV4({
  consumer: 'host-mirror',
  provider: 'kessel-inventory-api',
  dir: process.env.PACTS ?? 'pacts',
  logLevel: 'error',
});

const metadata = (operation) => ({
  topic: 'outbox.event.kessel.resources',
  kafka_messageKey: regex(UUID, KEY),
  id: regex(UUID, '01a20929-8c8a-7132-a5f1-57de303894c2'),
  operation,
  contentType: 'application/json',
});

/** The consumer: the names of all hosts, by resource id. */
class HostMirror {
  names = new Map();

  handle({ key, headers, value }) {
    if (headers.operation === 'deleted') {
      this.names.delete(key);
    } else {
      this.names.set(key, value.data.resource_data.ansible_host);
    }
  }
}

const record = ({ contents, metadata: { kafka_messageKey: key, ...headers } }) => ({
  key,
  headers,
  value: contents.content,
});

test('a reported host is mirrored', () =>
  pact
    .addAsynchronousInteraction()
    .given('a known resource is reported again', {
      resource_type: 'host',
      common: { workspace_id: 'ws-1' },
      reporter: { ansible_host: 'web-1' },
    })
    .expectsToReceive('a host with a name', (message) =>
      message
        .withMetadata(metadata('updated'))
        .withJSONContent({ data: { resource_data: { ansible_host: string('web-1') } } }),
    )
    .executeTest(async (message) => {
      const mirror = new HostMirror();
      mirror.handle(record(message));
      assert.equal(mirror.names.get(KEY), 'web-1');
    }));

test('a deleted host is gone', () =>
  pact
    .addAsynchronousInteraction()
    .given('a live resource is deleted', { resource_type: 'host' })
    .expectsToReceive('a host is deleted', (message) =>
      // withJSONContent refuses a bare empty object, which is just what a delete holds.
      message.withMetadata(metadata('deleted')).withJSONContent(like({})),
    )
    .executeTest(async (message) => {
      const mirror = new HostMirror();
      mirror.names.set(KEY, 'web-1');
      mirror.handle(record(message));
      assert.equal(mirror.names.size, 0);
    }));
