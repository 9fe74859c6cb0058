import type { Address } from './requests.ts';
import { probe } from './requests.ts';

type Random = () => number;

/** A request as the fuzzer sends it. */
export interface Fuzzed {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const pick = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() * list.length)] as T;

const junk: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1e308,
  0.1,
  '',
  ' ',
  probe,
  `${probe} \u0000\u001b[31m\u202e\ufeff`,
  '\ud800',
  '🏦'.repeat(500),
  probe.repeat(3000),
  '4111 1111 1111 1111',
  'message',
  'event',
  'conversationUpdate',
  'expectReplies',
  'normal',
  'http://127.0.0.1:1/',
  'https://example.com/',
  'handoff.initiate',
  [],
  {},
  [[[[probe]]]],
  { __proto__: 1, constructor: probe, toString: 1 },
  { id: probe, name: probe, type: probe, contentType: probe, choose: probe, dialog: probe },
  Array.from({ length: 200 }, () => ({ id: probe, type: probe, contentType: probe })),
];

/** Puts junk in the place of some value, or under some name, anywhere in a JSON value. */
function inJson(value: unknown, random: Random, depth = 0): unknown {
  if (random() < 0.12 + depth * 0.1) return pick(junk, random);
  if (Array.isArray(value))
    return [...value.map((item) => inJson(item, random, depth + 1)), ...(random() < 0.1 ? [pick(junk, random)] : [])];
  if (typeof value !== 'object' || value === null) return random() < 0.1 ? pick(junk, random) : value;
  const fields = Object.entries(value).flatMap(([name, each]) =>
    random() < 0.06 ? [] : [[random() < 0.04 ? probe : name, inJson(each, random, depth + 1)] as const],
  );
  const more =
    random() < 0.2
      ? [[pick(['__proto__', 'id', 'type', 'replyToId', probe], random), pick(junk, random)] as const]
      : [];
  return Object.fromEntries([...fields, ...more]);
}

/** Changes, takes away, repeats or adds some bytes. */
function inBytes(bytes: Buffer, random: Random): Buffer {
  const at = Math.floor(random() * (bytes.length + 1));
  const end = Math.min(bytes.length, at + Math.floor(random() * 20));
  const noise = Buffer.from(Array.from({ length: Math.floor(random() * 12) }, () => Math.floor(random() * 256)));
  const way = random();
  if (way < 0.3) return bytes.subarray(0, at);
  if (way < 0.5) return Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]);
  if (way < 0.7) return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]);
  return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(end)]);
}

const headerJunk: readonly (readonly [string, string])[] = [
  ['content-type', 'text/plain'],
  ['content-type', `multipart/form-data; boundary=${probe}`],
  ['content-type', ''],
  ['content-encoding', 'gzip'],
  ['authorization', `Bearer ${probe}`],
  ['authorization', 'Bearer'],
  ['cookie', `schalter_staff=${probe}; schalter_resume=${probe}; =;;%`],
  ['origin', 'null'],
  ['origin', `https://${probe}.example`],
  ['accept', probe],
  ['accept-encoding', probe],
  ['accept-version', probe],
  ['host', `${probe}.example`],
  ['x-forwarded-for', `${probe}, 1.2.3.4`],
  ['range', 'bytes=0-1'],
  ['if-none-match', probe],
  ['x-http-method-override', 'DELETE'],
];
const pathJunk = [
  '%',
  '%00',
  '%2e%2e%2f',
  `/${probe}`,
  '//',
  `;${probe}`,
  `?watermark=${probe}`,
  '?watermark=-1',
  '?watermark=1e99',
  '?t=&t=',
  `?a[b]=${probe}`,
  '#',
  '.',
  '\\',
];

/** One of the addresses with something wrong about it, most often the body. */
export function fuzz(list: readonly Address[], random: Random): Fuzzed {
  const { method, path, headers, good } = pick(list, random);
  const json = Buffer.from(JSON.stringify(random() < 0.8 ? inJson(good, random) : good));
  const place = Math.floor(random() * (path.length + 1));
  return {
    method: random() < 0.05 ? pick(['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'POST'], random) : method,
    path: random() < 0.1 ? `${path.slice(0, place)}${pick(pathJunk, random)}${path.slice(place)}` : path,
    headers: random() < 0.15 ? { ...headers, ...Object.fromEntries([pick(headerJunk, random)]) } : headers,
    body: random() < 0.25 ? inBytes(json, random) : json,
  };
}
