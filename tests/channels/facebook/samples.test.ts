import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readBody } from '../../../src/channels/facebook/events/read.ts';
import type { FacebookSettings } from '../../../src/channels/facebook/settings.ts';

const folder = new URL('samples/', import.meta.url);
const settings: FacebookSettings = {
  appId: '424242',
  appSecret: 'an app secret for tests',
  verifyToken: 'open sesame',
  pages: new Map([['100200300', 'EAAtoken']]),
  instagram: new Map([['9100200300', '100200300']]),
  graphUrl: 'http://127.0.0.1:9',
  version: 'v26.0',
  echoMs: 1000,
};

interface Sample {
  readonly body: unknown;
  readonly effect: string;
  readonly activity: Readonly<Record<string, unknown>>;
}

describe('every kind of event is read', () => {
  const names = readdirSync(folder).map((name) => name.replace('.json', ''));

  test.each(names)('%s', (name) => {
    const sample = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Sample;
    const { events, skipped } = readBody(sample.body, settings, 'https://chat.bank.example', 1_795_000_000_000);
    expect(skipped).toBe(0);
    expect(events).toHaveLength(1);
    const [event] = events;
    expect(event?.effect.kind).toBe(sample.effect);
    expect(event?.activity).toMatchObject({
      channelId: expect.stringMatching(/^(facebook|instagram)$/),
      serviceUrl: 'https://chat.bank.example',
      ...sample.activity,
    });
    expect(event?.activity.timestamp?.getTime()).toBe(1_795_000_000_000);
    // The conversation's id as Azure's channel has it, and what came in channelData.
    expect(event?.activity.conversation?.id).toMatch(/^(\w+-\d+)(-\d+)?$/);
    expect(event?.activity.channelData).toBeDefined();
  });

  test('two bodies with the same event have the same key, others have another', () => {
    const keys = names.flatMap((name) => {
      const { body } = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Sample;
      const read = () => readBody(body, settings, 'x', 1).events.map(({ key }) => key);
      expect(read()).toEqual(read());
      return read();
    });
    expect(keys.every((key) => key.length > 2 && key.length < 300)).toBe(true);
  });
});
