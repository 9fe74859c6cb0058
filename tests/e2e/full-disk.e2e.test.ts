import { rmSync, writeSync, openSync, closeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readConversations } from '../support/data-folder.ts';
import { mountMemory } from '../support/mount.ts';
import { pause, startService, type Service } from '../support/service.ts';

const secret = 'a-secret-for-the-test';
const json = { 'content-type': 'application/json', authorization: `Bearer ${secret}` };

interface Answer {
  readonly status: number;
  readonly body: { readonly id?: string; readonly error?: { readonly code: string; readonly message: string } };
}

async function send(service: Service, path: string, activity: object): Promise<Answer> {
  const response = await fetch(`${service.url}${path}`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify(activity),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

/** Takes all the room that is left. */
function fill(path: string): void {
  const file = openSync(path, 'w');
  for (const size of [65_536, 1])
    try {
      for (;;) writeSync(file, Buffer.alloc(size, 1));
    } catch {
      // Full.
    }
  closeSync(file);
}

async function untilReady(service: Service): Promise<void> {
  for (let round = 0; round < 600; round += 1) {
    const response = await fetch(`${service.url}/readyz`);
    await response.body?.cancel();
    if (response.status === 200) return;
    await pause(50);
  }
  throw new Error('The service did not come back by itself.');
}

test('a full disk: a clear 503, nothing acknowledged is lost, and it goes on by itself', async () => {
  const mount = mountMemory(24);
  if (mount === null) {
    process.stdout.write('Skipped: a full disk, because this user may not mount one.\n');
    expect(process.env['CI']).not.toBe('true');
    return;
  }
  const service = await startService({ dataDir: mount.path, env: { DIRECT_LINE_SECRET: secret } });
  try {
    const begin = await send(service, '/v3/directline/conversations', {});
    const { conversationId } = begin.body as { conversationId: string };
    const path = `/v3/directline/conversations/${conversationId}/activities`;
    const message = (number: number): object => ({
      type: 'message',
      text: `Nachricht ${number}: ${'Wie geht das mit der Karte? '.repeat(140)}`,
      channelData: { clientActivityID: `k${number}` },
    });
    fill(join(mount.path, 'filler'));

    const acknowledged = new Set<number>();
    let number = 0;
    let refused: Answer | null = null;
    // The journal has reserved some room: it takes messages until that is used up.
    while (refused === null) {
      number += 1;
      expect(number).toBeLessThan(2000);
      const answer = await send(service, path, message(number));
      if (answer.status === 200) acknowledged.add(number);
      else refused = answer;
    }
    expect(refused.status).toBe(503);
    expect(refused.body.error?.code).toBe('StorageUnavailable');
    expect(refused.body.error?.message).not.toContain('Nachricht');
    const again = await send(service, path, message(number));
    expect([again.status, again.body.error?.code]).toEqual([503, 'StorageUnavailable']);
    const readiness = await fetch(`${service.url}/readyz`);
    expect([readiness.status, ((await readiness.json()) as { reason?: string }).reason]).toEqual([503, 'ENOSPC']);
    expect((await fetch(`${service.url}/healthz`)).status).toBe(200);

    rmSync(join(mount.path, 'filler'));
    await untilReady(service);
    for (const late of [number, number + 1]) {
      const answer = await send(service, path, message(late));
      expect(answer.status).toBe(200);
      acknowledged.add(late);
    }
    await service.kill();
    await service.start();
    expect(await service.stop()).toBe(0);

    const stored = (await readConversations(mount.path, [conversationId])).get(conversationId);
    const keys = (stored?.entries ?? []).flatMap(({ who, key }) => (who === 'customer' ? [key] : []));
    expect(keys).toEqual([...acknowledged].map((each) => `directline:k${each}`));
  } finally {
    await service.remove();
    mount.remove();
  }
}, 180_000);
