import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Activity } from 'botframework-schema';
import { createConnector, type ConnectorOptions } from '../../../src/channels/connector/connector.ts';
import { createConnectorDeliver } from '../../../src/channels/connector/deliver.ts';
import { createDeliveryWorker } from '../../../src/conversation/delivery-worker.ts';
import type { TurnHandler } from '../../../src/conversation/turn.ts';
import { createHttp } from '../../../src/http/server.ts';
import { openStage } from '../../conversation/stage.ts';
import { breathe } from '../../support/breathe.ts';

/** What the channel's server was sent. */
export interface Posted {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly activity: Partial<Activity>;
}

export interface ChannelServer {
  readonly url: string;
  readonly posted: Posted[];
  /** Answers of the next requests: status and headers; `hang up` ends the connection without one. */
  readonly answers: (readonly [number, Readonly<Record<string, string>>?] | 'hang up')[];
  /** Resolves when `count` requests have come. */
  came(count: number): Promise<void>;
  close(): Promise<void>;
}

/** A stand-in for the server of a Bot Framework channel. */
export async function openChannel(): Promise<ChannelServer> {
  const posted: Posted[] = [];
  const answers: ChannelServer['answers'] = [];
  let waiting: { readonly count: number; readonly done: () => void }[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      posted.push({
        path: request.url ?? '',
        headers: request.headers,
        activity: (body === '' ? {} : JSON.parse(body)) as Partial<Activity>,
      });
      const answer = answers.shift() ?? [200];
      if (answer === 'hang up') request.socket.destroy();
      else {
        response.writeHead(answer[0], { 'content-type': 'application/json', ...answer[1] });
        response.end('{"id":"channel-id"}');
      }
      for (const { count, done } of waiting) if (posted.length >= count) done();
      waiting = waiting.filter(({ count }) => posted.length < count);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posted,
    answers,
    came: (count) =>
      posted.length >= count
        ? Promise.resolve()
        : new Promise((done) => {
            waiting.push({ count, done });
          }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The connector over a store in memory, behind a real HTTP server on loopback. */
export async function openConnector(handle: TurnHandler['handle'], options: Partial<ConnectorOptions> = {}) {
  const stage = openStage(handle);
  const http = createHttp({ log: stage.log, proxies: 0 });
  const botName = 'Mira';
  createConnector({
    http,
    store: stage.store,
    conversations: stage.conversations,
    turns: stage.runner,
    clock: stage.clock,
    authentication: null,
    allowUnauthenticated: false,
    botName,
    ...options,
  });
  const deliveries = createDeliveryWorker({
    store: stage.store,
    channels: new Map([
      [
        '*',
        {
          deliver: createConnectorDeliver({
            store: stage.store,
            authentication: options.authentication ?? null,
            botName,
          }),
        },
      ],
    ]),
    clock: stage.clock,
    log: stage.log,
  });
  await deliveries.start();
  const { port } = await http.listen(0, '127.0.0.1');
  const send = (body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    fetch(`http://127.0.0.1:${port}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  /** Waits until a delivery of the conversation has another status than these. */
  const delivered = async (conversation: string): Promise<readonly string[]> => {
    for (;;) {
      const found = (await stage.store.deliveries(conversation)).map(({ status }) => status);
      if (found.length > 0 && found.every((status) => status !== 'sending')) return found;
      await breathe(1);
    }
  };
  const close = async (): Promise<void> => {
    await http.close(100);
    await stage.runner.stop();
    await deliveries.stop();
  };
  return { ...stage, send, delivered, close };
}

/** An activity as the Emulator sends it. */
export function activityOf(more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    type: 'message',
    id: 'activity-1',
    channelId: 'emulator',
    conversation: { id: 'talk' },
    from: { id: 'user-1', name: 'Erna' },
    recipient: { id: 'bot-1', name: 'Bot' },
    text: 'hallo',
    locale: 'de-DE',
    ...more,
  };
}

/** The activities in the answer to an `expectReplies` request. */
export async function repliesIn(response: Response): Promise<readonly Partial<Activity>[]> {
  return ((await response.json()) as { activities: Partial<Activity>[] }).activities;
}

/** Status and code of an error. */
export async function errorIn(response: Response): Promise<readonly [number, string | undefined]> {
  const body = (await response.json()) as { error?: { code?: string } };
  return [response.status, body.error?.code];
}
