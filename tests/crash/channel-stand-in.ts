import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Shown } from './story.ts';

/** A Bot Framework channel's side of `serviceUrl`, on loopback: takes what is pushed, and now and then refuses at first. */
export interface ChannelStandIn {
  readonly url: string;
  /** What was taken for a conversation, in order of arrival, repetitions included. */
  pushed(conversationId: string): readonly Shown[];
  close(): Promise<void>;
}

const path = /^\/v3\/conversations\/([^/]+)\/activities(?:\/[^/]+)?$/;

async function bodyOf(request: IncomingMessage): Promise<Shown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString()) as Shown;
}

export async function openChannel(random: () => number): Promise<ChannelStandIn> {
  const taken = new Map<string, Shown[]>();
  const refused = new Set<string>();
  const server = createServer((request, response) => {
    const conversation = decodeURIComponent(path.exec(request.url ?? '')?.[1] ?? '');
    bodyOf(request).then(
      (activity) => {
        // Once for an activity: what fails again and again waits longer each time.
        if (random() < 0.02 && !refused.has(activity.id)) {
          refused.add(activity.id);
          // Never chained: where restify was loaded in the same process, writeHead gives nothing back.
          response.writeHead(503);
          response.end();
          return;
        }
        taken.set(conversation, [...(taken.get(conversation) ?? []), activity]);
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ id: activity.id }));
      },
      // The service was killed while it sent.
      () => response.destroy(),
    );
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pushed: (conversationId) => taken.get(conversationId) ?? [],
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
