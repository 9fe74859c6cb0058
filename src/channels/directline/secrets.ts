import { z } from 'zod';
import type { Json } from '../../conversation/head.ts';
import type { Store } from '../../conversation/store.ts';

/** A key that tokens are signed with; `kid` stands in the token's header, so that an older key still verifies. */
export interface SigningKey {
  readonly kid: string;
  readonly bytes: Buffer;
}

export interface DirectLineSecrets {
  /** Opens every conversation: for the bank's own servers only. */
  readonly secret: string;
  /** Newest first: the first signs, all verify. Never empty. */
  readonly signingKeys: readonly SigningKey[];
}

const secretKey = 'direct-line-secret';
const keysKey = 'direct-line-keys';
/** A signing key is replaced at the first start after this time; the one before it goes on verifying. */
const keyLifetime = 90 * 24 * 3600_000;

const storedSecret = z.object({ value: z.string() });
const storedKeys = z.array(z.object({ kid: z.string(), key: z.string(), made: z.number() }));

/**
 * Reads Direct Line's secrets, and makes and keeps what is missing.
 * @param configured the setting DIRECT_LINE_SECRET; it is never stored, and a stored secret is not used beside it
 * @param now milliseconds since the epoch
 * @throws SchalterError StorageUnavailable
 */
export async function loadSecrets(
  store: Store,
  randomBytes: (count: number) => Buffer,
  configured: string | undefined,
  now: number,
): Promise<DirectLineSecrets> {
  const put = (key: string, value: Json): Promise<void> => store.writeRecords([{ kind: 'secret', key, put: value }]);

  let secret = configured ?? storedSecret.safeParse(await store.record('secret', secretKey)).data?.value;
  if (secret === undefined) {
    secret = randomBytes(32).toString('base64url');
    await put(secretKey, { value: secret });
  }

  let keys = storedKeys.safeParse(await store.record('secret', keysKey)).data ?? [];
  if (keys[0] === undefined || now - keys[0].made > keyLifetime) {
    const fresh = { kid: randomBytes(6).toString('base64url'), key: randomBytes(32).toString('base64url'), made: now };
    keys = [fresh, ...keys.slice(0, 1)];
    await put(keysKey, keys);
  }
  return { secret, signingKeys: keys.map(({ kid, key }) => ({ kid, bytes: Buffer.from(key, 'base64url') })) };
}
