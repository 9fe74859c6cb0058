import { describe, expect, test } from '@jest/globals';
import { loadSecrets } from '../../../src/channels/directline/secrets.ts';
import { createTokens } from '../../../src/channels/directline/tokens.ts';
import { createMemoryStore } from '../../../src/storage/memory/store.ts';
import { createManualClock } from '../../support/manual-clock.ts';

const day = 24 * 3600_000;

function setUp() {
  const clock = createManualClock();
  let made = 0;
  const bytes = (count: number): Buffer => Buffer.alloc(count, (made += 1));
  const store = createMemoryStore(clock);
  return { clock, store, load: (configured?: string) => loadSecrets(store, bytes, configured, clock.now()) };
}

describe('The secrets of Direct Line', () => {
  test('are made at the first start and the same at the next', async () => {
    const { load } = setUp();
    const first = await load();
    expect(Buffer.from(first.secret, 'base64url')).toHaveLength(32);
    expect(first.signingKeys[0]!.bytes).toHaveLength(32);
    expect(await load()).toEqual(first);
  });

  test('a configured secret is used and never stored', async () => {
    const { load, store } = setUp();
    expect((await load('configured-by-the-bank')).secret).toBe('configured-by-the-bank');
    expect(JSON.stringify([...(await store.records('secret'))])).not.toContain('configured-by-the-bank');
    expect((await load()).secret).not.toBe('configured-by-the-bank');
  });

  test('a signing key is replaced after 90 days, and the one before goes on verifying', async () => {
    const { load, clock } = setUp();
    const before = await load();
    const grant = { conv: 'c', user: 'dl_1' };
    clock.advance(91 * day);
    const old = await createTokens({ ...before, tokenSeconds: 3600, clock }).issue('token', grant);
    const after = await load();
    expect(after.signingKeys.map(({ kid }) => kid)).toEqual([expect.any(String), before.signingKeys[0]!.kid]);
    const tokens = createTokens({ ...after, tokenSeconds: 3600, clock });
    expect((await tokens.verify('token', old)).grant).toEqual(grant);
    expect(await load()).toEqual(after);
    clock.advance(91 * day);
    expect((await load()).signingKeys).toHaveLength(2);
    const newest = createTokens({ ...(await load()), tokenSeconds: 3600, clock });
    clock.set(clock.now() - 91 * day);
    await expect(newest.verify('token', old)).rejects.toMatchObject({ code: 'Forbidden' });
  });
});
