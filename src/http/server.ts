import { STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import restify, { type Next, type Request, type Response } from 'restify';
import { SchalterError } from '../platform/errors.ts';
import { errorFields, type Log } from '../platform/log.ts';
import { errorAnswer, send, type Answer, type Headers } from './answer.ts';
import { wrapRequest, type HttpRequest } from './request.ts';

export type Method = 'get' | 'head' | 'post' | 'put' | 'patch' | 'del' | 'opts';
export type Handler = (request: HttpRequest) => Promise<Answer> | Answer;
/** Headers that every answer of a route carries, errors included (CORS, caching, policies). */
export type HeadersFor = (request: HttpRequest) => Headers;

export interface Upgrade {
  readonly raw: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

export interface Http {
  /** `path` takes `:name` parameters. Unknown methods of a known path answer 405, unknown paths 404, always as JSON. */
  route(method: Method, path: string, handler: Handler, headersFor?: HeadersFor): void;
  /** Headers for errors of addresses below `prefix` that no route takes. */
  errorHeaders(prefix: string, headersFor: HeadersFor): void;
  /** `take` returns whether it took the socket; a socket that nobody takes is destroyed, else it would hang for ever. */
  upgrade(take: (upgrade: Upgrade) => boolean): void;
  readonly server: Server;
  listen(port: number, host: string): Promise<AddressInfo>;
  /** Stops taking connections and waits for the requests under way, at most `graceMs`. */
  close(graceMs: number): Promise<void>;
}

export interface HttpOptions {
  readonly log: Log;
  /** Trusted reverse proxies in front of the service. */
  readonly proxies: number;
  /** Called after each answer. */
  readonly observe?: (route: string, method: string, status: number, seconds: number) => void;
}

const always: Headers = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** Bytes of a refused body that are read to be dropped. */
const dropLimit = 32 * 1024 * 1024;

/** An error as bytes, for sockets that no response belongs to (yet). */
function rawError(error: SchalterError): string {
  const { status, code, message } = error;
  const body = JSON.stringify({ error: { code, message } });
  return (
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Error'}\r\nconnection: close\r\n` +
    `content-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  );
}

export function createHttp({ log, proxies, observe }: HttpOptions): Http {
  const server = restify.createServer({
    name: '',
    maxParamLength: 500,
    handleUncaughtExceptions: false,
    ignoreTrailingSlash: false,
  });
  const takers: ((upgrade: Upgrade) => boolean)[] = [];
  const errorHeaderRules: { readonly prefix: string; readonly headersFor: HeadersFor }[] = [];

  const answerError = (error: unknown, route: string): Answer => {
    if (error instanceof SchalterError) return errorAnswer(error);
    log.error({ route, ...errorFields(error) }, 'a request failed');
    return errorAnswer(new SchalterError('Internal'));
  };

  const route: Http['route'] = (method, path, handler, headersFor) => {
    server[method](path, (raw: Request, response: Response, next: Next) => {
      const started = process.hrtime();
      const request = wrapRequest(raw, raw.params as Record<string, string>, proxies);
      const headers = headersFor === undefined ? always : { ...always, ...headersFor(request) };
      const finish = (answer: Answer): void => {
        const status = 'status' in answer ? answer.status : 200;
        // Node reads the rest of a body that was refused and drops it, so that a client that sends first and reads
        // then gets its answer; one that announces far too much gets a closed connection.
        const refused = status >= 400 && Number(raw.headers['content-length'] ?? 0) > dropLimit;
        send(response, answer, refused ? { ...headers, connection: 'close' } : headers);
        if (observe !== undefined) {
          const [seconds, nanoseconds] = process.hrtime(started);
          observe(path, method, status, seconds + nanoseconds / 1e9);
        }
        next(false);
      };
      Promise.resolve()
        .then(() => handler(request))
        .then(finish, (error: unknown) => finish(answerError(error, path)));
    });
  };

  // restify's own errors (404, 405, bad URL) in the one form.
  server.on('restifyError', (raw: Request, response: Response, error: { statusCode?: number }, done: () => void) => {
    const request = wrapRequest(raw, {}, proxies);
    const rule = errorHeaderRules.find(({ prefix }) => request.path.startsWith(prefix));
    const code = error.statusCode === 404 ? 'NotFound' : error.statusCode === 405 ? 'MethodNotAllowed' : 'BadArgument';
    if ((error.statusCode ?? 500) >= 500) log.error({ route: 'router' }, 'the router failed');
    // restify must see its own method used, or it answers a second time.
    const { message, status } = new SchalterError(code);
    const body = JSON.stringify({ error: { code, message } });
    response.sendRaw(status, body, {
      ...always,
      ...rule?.headersFor(request),
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(Buffer.byteLength(body)),
    });
    done();
  });

  const http = server.server as Server;
  // restify passes its server's errors on, and one that nobody hears there ends the process.
  let refused: ((error: Error) => void) | null = null;
  server.on('error', (error: Error) => {
    if (refused === null) log.error(errorFields(error), 'a connection could not be taken');
    else refused(error);
  });
  http.removeAllListeners('upgrade');
  http.on('upgrade', (raw: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    if (!takers.some((take) => take({ raw, socket, head }))) socket.end(rawError(new SchalterError('NotFound')));
  });
  http.on('clientError', (error: Error & { code?: string }, socket: Duplex) => {
    const code = error.code === 'HPE_HEADER_OVERFLOW' ? 'HeadersTooLarge' : 'BadRequest';
    if (socket.writable) socket.end(rawError(new SchalterError(code)));
    else socket.destroy();
  });
  http.on('checkExpectation', (_raw: IncomingMessage, response: ServerResponse) => {
    send(response, errorAnswer(new SchalterError('BadRequest')), { ...always, connection: 'close' });
  });

  return {
    route,
    errorHeaders: (prefix, headersFor) => void errorHeaderRules.push({ prefix, headersFor }),
    upgrade: (take) => void takers.push(take),
    server: http,
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        refused = reject;
        http.listen(port, host, () => {
          refused = null;
          resolve(http.address() as AddressInfo);
        });
      }),
    close: (graceMs) =>
      new Promise((resolve) => {
        const cut = setTimeout(() => http.closeAllConnections(), graceMs);
        http.close(() => {
          clearTimeout(cut);
          resolve();
        });
        http.closeIdleConnections();
      }),
  };
}
