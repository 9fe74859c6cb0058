import type { IncomingMessage, ServerResponse } from 'node:http';
import { openMeta, type Meta } from './meta.ts';
import { playgroundPage } from './playground-page.ts';

/** The stand-in for Meta with a page on which a developer plays the customer. */
export interface Playground {
  readonly url: string;
  /** The settings with which the service finds it. */
  readonly settings: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const appSecret = 'the-secret-of-the-playground';
const token = 'EAAplayground';
const page = '100200300';
const person = '1001';
const troll = '6661';

function read(request: IncomingMessage): Promise<Readonly<Record<string, string>>> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      try {
        resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, string>);
      } catch (error) {
        reject(error instanceof Error ? error : new Error('no JSON'));
      }
    });
  });
}

/** What the page shows: the chat and the comments, as the customer and the public would see them. */
function view({ state }: Meta): unknown {
  return {
    messages: state.shown.map(({ text, message, type, tag, personaId, answers }) => ({
      text,
      replies: message['quick_replies'] ?? [],
      attachment: message['attachment'] ?? null,
      how: [type, tag, personaId === null ? null : 'persona', answers === null ? null : 'private answer to a comment']
        .filter((one) => one !== null && one !== '')
        .join(', '),
    })),
    comments: [...state.comments.values()].map(({ id, parentId, authorName, text, hidden }) => ({
      id,
      parentId,
      authorName,
      text,
      hidden,
    })),
  };
}

function act(meta: Meta, order: Readonly<Record<string, string>>): void {
  const { text = '', payload = '', title = '', parentId } = order;
  switch (order['do']) {
    case 'say':
      meta.say(person, text);
      break;
    case 'tap':
      meta.tap(person, payload, title);
      break;
    case 'start':
      meta.postback(person, 'GET_STARTED', 'Los geht’s');
      break;
    case 'comment':
      meta.comment({ authorId: person, authorName: 'Erika Muster', text, ...(parentId && { parentId }) });
      break;
    case 'pose':
      meta.comment({ authorId: troll, authorName: 'Musterbank Support', text, ...(parentId && { parentId }) });
      break;
    case 'inbox':
      meta.echoFrom('263902037430900', person, text);
      break;
    case 'later':
      meta.advance(24 * 3600_000);
      break;
    default:
  }
}

export async function openPlayground({
  port,
  service,
}: {
  readonly port: number;
  readonly service: string;
}): Promise<Playground> {
  const json = (response: ServerResponse, value: unknown): void => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(value));
  };
  const meta: Meta = await openMeta({
    webhook: () => `${service}/webhooks/facebook`,
    appSecret,
    pages: { [page]: token },
    port,
    other: (request, response) => {
      if (request.url === '/') {
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
        response.end(playgroundPage);
        return true;
      }
      if (request.url === '/view') {
        json(response, view(meta));
        return true;
      }
      if (request.url !== '/act') return false;
      void read(request).then(
        (order) => {
          act(meta, order);
          json(response, {});
        },
        () => {
          response.writeHead(400);
          response.end();
        },
      );
      return true;
    },
  });
  return {
    url: meta.url,
    settings: {
      FACEBOOK_APP_ID: meta.state.appId,
      FACEBOOK_APP_SECRET: appSecret,
      FACEBOOK_VERIFY_TOKEN: 'playground',
      FACEBOOK_PAGES: `${page}=${token}`,
      FACEBOOK_INSTAGRAM: `9${page}=${page}`,
      FACEBOOK_GRAPH_URL: meta.url,
    },
    close: () => meta.close(),
  };
}
