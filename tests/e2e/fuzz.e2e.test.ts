import { Agent, request } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createRandom } from '../../src/understanding/random.ts';
import { say } from '../support/bot-framework-customer.ts';
import { fuzz, type Fuzzed } from './mutate.ts';
import { addresses, openTarget, probe, type Target } from './requests.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_121);
const count = Number(process.env['FUZZ_REQUESTS'] ?? 3000);
const sideBySide = 8;

let target: Target;
const agent = new Agent({ keepAlive: true, maxSockets: sideBySide });

beforeAll(async () => {
  target = await openTarget();
}, 240_000);
afterAll(async () => {
  agent.destroy();
  await target.service.remove();
});

/** Sends it as it is: `fetch` would tidy paths and headers up. */
function send({ method, path, headers, body }: Fuzzed): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const sending = request(
      {
        agent,
        port: target.service.port,
        host: '127.0.0.1',
        method,
        path,
        headers: { ...headers, 'content-length': body.length },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
        response.on('error', reject);
      },
    );
    sending.on('error', reject);
    sending.end(body);
  });
}

/** What is wrong with an answer; null where nothing is. */
function faultOf(status: number, text: string): string | null {
  if (status >= 200 && status < 400) return null;
  // Bot Framework's invoke activities are not implemented, and say so.
  if (status < 400 || (status >= 500 && status !== 501)) return `status ${status}`;
  if (text.includes(probe)) return 'quotes the request';
  try {
    const { error } = JSON.parse(text) as { error?: { code?: unknown; message?: unknown } };
    return typeof error?.code === 'string' && typeof error.message === 'string' ? null : 'has another form';
  } catch {
    return 'is no JSON';
  }
}

test(`${count} requests with something wrong about them are answered with care`, async () => {
  process.stdout.write(`FUZZ_SEED=${seed} FUZZ_REQUESTS=${count}\n`);
  const random = createRandom(seed);
  const list = addresses(target);
  const requests = Array.from({ length: count }, () => fuzz(list, random));
  const faults: string[] = [];
  const statuses = new Map<number, number>();
  const waiting = requests.entries();
  const sender = async (): Promise<void> => {
    for (const [index, each] of waiting) {
      const { status, text } = await send(each);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      const fault = faultOf(status, text);
      if (fault !== null)
        faults.push(
          `${index}: ${each.method} ${each.path} ${fault}: ${text.slice(0, 200)} <- ${each.body.toString().slice(0, 300)}`,
        );
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, sender));
  expect(faults).toEqual([]);
  // The fuzzer must neither be refused at the door always nor send what is sound.
  const refused = [...statuses].reduce((sum, [status, times]) => sum + (status >= 400 ? times : 0), 0);
  expect(refused / count).toBeGreaterThan(0.3);
  expect(refused / count).toBeLessThan(0.95);
  const { status, replies } = await say(target.service, 'bystander', 'm', 'Guten Tag');
  expect([status, replies.length > 0]).toEqual([200, true]);
  expect(target.service.lines.filter((line) => line.includes('"level":50') || line.includes(probe))).toEqual([]);
  expect(await target.service.stop()).toBe(0);
}, 300_000);
