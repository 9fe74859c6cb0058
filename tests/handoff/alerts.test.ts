import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { alertWays } from '../../src/handoff/alert-ways.ts';
import { createAlerts, type Alert, type AlertWay } from '../../src/handoff/alerts.ts';
import { requestHandoff } from '../../src/handoff/request.ts';
import { createMemoryStore } from '../../src/storage/memory/store.ts';
import { breathe } from '../support/breathe.ts';
import { createLogSpy } from '../support/log-spy.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { testPlan } from '../support/plan.ts';

async function open() {
  const clock = createManualClock();
  const store = createMemoryStore(clock);
  const log = createLogSpy();
  await store.write('c', {}, () => ({
    begin: { channel: 'test', customer: { id: 'k', name: 'Erika' }, reference: null },
    result: undefined,
  }));
  const told: Alert[] = [];
  const state = { down: false };
  const way: AlertWay = {
    name: 'test',
    send(alert) {
      if (state.down) return Promise.reject(new Error('down'));
      told.push(alert);
      return Promise.resolve();
    },
  };
  const begin = () => createAlerts({ store, clock, log, ways: [way] });
  const ask = (priority: 0 | 2): Promise<unknown> =>
    store.write('c', {}, (view) => {
      const reason = priority === 0 ? 'fraud' : 'asked';
      const request = { caseId: 'f1', reason, priority, intent: null, language: 'de', words: 'geheim' } as const;
      return { ...requestHandoff(view, request, clock.now(), testPlan), result: undefined };
    });
  return { clock, store, log, told, state, begin, ask };
}

test('fraud is told at once, once, also across a restart', async () => {
  const { told, begin, ask } = await open();
  const alerts = begin();
  await alerts.start();
  await ask(0);
  await breathe();
  await alerts.stop();
  const again = begin();
  await again.start();
  await again.stop();
  expect(told).toMatchObject([{ kind: 'pressing', caseId: 'f1', reason: 'fraud' }]);
  expect(JSON.stringify(told)).not.toMatch(/geheim|Erika/);
});

test('what could not be told is told later, also by the next process', async () => {
  const { clock, told, state, begin, ask } = await open();
  state.down = true;
  const alerts = begin();
  await alerts.start();
  await ask(0);
  await breathe();
  expect(told).toEqual([]);
  await alerts.stop();
  state.down = false;
  const again = begin();
  await again.start();
  await breathe();
  expect(told).toHaveLength(1);
  clock.advance(3600_000);
  await breathe();
  await again.stop();
  expect(told).toHaveLength(1);
});

test('a case as they come is no alert', async () => {
  const { told, begin, ask } = await open();
  const alerts = begin();
  await alerts.start();
  await ask(2);
  await breathe();
  await alerts.stop();
  expect(told).toEqual([]);
});

test('the webhook gets it signed, and an error is an error', async () => {
  const got: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      got.push({ headers: request.headers, body });
      response.statusCode = got.length === 1 ? 204 : 500;
      response.end();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const webhookSecret = 'a secret of sixteen';
  const [way] = alertWays({
    ...{ smtpUrl: undefined, from: undefined, to: [], publicUrl: 'https://chat.bank.example' },
    ...{ webhookUrl: `http://127.0.0.1:${port}/`, webhookSecret },
  });
  const alert: Alert = {
    ...{ kind: 'unseen', caseId: 'f1', number: '261123-7QK4M', reason: 'asked', team: 'service', channel: 'test' },
    at: 0,
  };
  await way?.send(alert);
  const signature = createHmac('sha256', webhookSecret)
    .update(got[0]?.body ?? '')
    .digest('hex');
  expect(got[0]?.headers['x-schalter-signature']).toBe(`sha256=${signature}`);
  expect(JSON.parse(got[0]?.body ?? '{}')).toMatchObject({
    kind: 'unseen',
    url: 'https://chat.bank.example/staff/#/cases/f1',
  });
  await expect(way?.send(alert)).rejects.toThrow('500');
  await new Promise((resolve) => server.close(resolve));
});
