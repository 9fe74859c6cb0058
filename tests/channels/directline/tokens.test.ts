import { describe, expect, test } from '@jest/globals';
import { SignJWT } from 'jose';
import { createTokens, streamSeconds } from '../../../src/channels/directline/tokens.ts';
import { Recent } from '../../../src/channels/directline/recent.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { signingKeys } from './open.ts';

const grant = { conv: 'c', user: 'dl_1', origins: ['https://www.bank.example'] };

function setUp() {
  const clock = createManualClock();
  return { clock, tokens: createTokens({ signingKeys, tokenSeconds: 1800, clock }) };
}
const payloadOf = (token: string): unknown => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());

describe('Tokens', () => {
  test('name their key, their conversation and the user where clients look for it', async () => {
    const { tokens } = setUp();
    const token = await tokens.issue('token', grant);
    expect(JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString())).toMatchObject({ kid: 'k1' });
    expect(payloadOf(token)).toMatchObject({ user: 'dl_1', conv: 'c' });
  });

  test('expire by the clock, also when they were seen before', async () => {
    const { tokens, clock } = setUp();
    const token = await tokens.issue('token', grant);
    expect((await tokens.verify('token', token)).grant).toEqual(grant);
    clock.advance(1799_000);
    await tokens.verify('token', token);
    clock.advance(1000);
    await expect(tokens.verify('token', token)).rejects.toMatchObject({ code: 'TokenExpired' });
    await expect(tokens.verify('token', token)).rejects.toMatchObject({ code: 'TokenExpired' });
  });

  test('a stream credential lives 60 seconds and is no token, nor the other way round', async () => {
    const { tokens, clock } = setUp();
    const [token, stream] = [await tokens.issue('token', grant), await tokens.issue('stream', grant)];
    await tokens.verify('stream', stream);
    await expect(tokens.verify('token', stream)).rejects.toMatchObject({ code: 'Forbidden' });
    await expect(tokens.verify('stream', token)).rejects.toMatchObject({ code: 'Forbidden' });
    clock.advance(streamSeconds * 1000);
    await expect(tokens.verify('stream', stream)).rejects.toMatchObject({ code: 'TokenExpired' });
  });

  test.each([
    ['no token at all', () => 'abc'],
    ['an empty one', () => ''],
    ['a changed one', (token: string) => token.replace(/\.[^.]*$/, `.${'A'.repeat(43)}`)],
    ['one without signature', (token: string) => token.replace(/\.[^.]*$/, '.')],
    [
      'one that says it needs no signature',
      (token: string) =>
        `${Buffer.from('{"alg":"none","kid":"k1"}').toString('base64url')}.${token.split('.')[1] ?? ''}.`,
    ],
  ])('refuse %s', async (_name, change) => {
    const { tokens } = setUp();
    const token = change(await tokens.issue('token', grant));
    await expect(tokens.verify('token', token)).rejects.toMatchObject({ code: 'Forbidden' });
  });

  test('refuse those of a key that is not known, and of another shape', async () => {
    const { tokens, clock } = setUp();
    const sign = (payload: object, kid: string, key: Buffer): Promise<string> =>
      new SignJWT({ ...payload })
        .setProtectedHeader({ alg: 'HS256', kid })
        .setExpirationTime(Math.floor(clock.now() / 1000) + 60)
        .sign(key);
    const key = signingKeys[0]!.bytes;
    const good = { type: 'token', ...grant };
    await tokens.verify('token', await sign(good, 'k1', key));
    await expect(tokens.verify('token', await sign(good, 'k2', key))).rejects.toMatchObject({ code: 'Forbidden' });
    await expect(tokens.verify('token', await sign(good, 'k1', Buffer.alloc(32, 9)))).rejects.toMatchObject({
      code: 'Forbidden',
    });
    await expect(tokens.verify('token', await sign({ type: 'token' }, 'k1', key))).rejects.toMatchObject({
      code: 'Forbidden',
    });
  });
});

test('Recent forgets what was used longest ago', () => {
  const recent = new Recent<number>(2);
  recent.set('a', 1);
  recent.set('b', 2);
  expect(recent.get('a')).toBe(1);
  recent.set('c', 3);
  expect([recent.get('a'), recent.get('b'), recent.get('c')]).toEqual([1, undefined, 3]);
  recent.delete('a');
  expect(recent.get('a')).toBeUndefined();
});
