import type { ServerResponse } from 'node:http';
import type {
  Case,
  CaseList,
  CannedText,
  Colleague,
  CustomerFiles,
  LiveEvents,
  Me,
  ReplyCheck,
  Suggestion,
  WholeCase,
} from '../../src/console/contract.ts';
import type { Answer } from '../../src/http/answer.ts';
import { createHttp, type Method } from '../../src/http/server.ts';
import { pageAddresses, serveStatic } from '../../src/http/static-files.ts';
import { createLogSpy } from './log-spy.ts';
import { info } from './staged-things.ts';

/** What the staged service tells; a test changes it by hand. */
export interface Stage {
  me: Me;
  cases: Map<string, Case>;
  wholes: Map<string, WholeCase>;
  colleagues: Colleague[];
  suggestions: Suggestion[];
  texts: CannedText[];
  files: CustomerFiles;
  check: ReplyCheck;
  /** Answers of further calls, by method and path. */
  answers: Map<string, unknown>;
  /** With it every call but the session's fails. */
  failing: string | null;
  /** Method and path of each call that changes something, with its body. */
  readonly calls: { readonly call: string; readonly body: unknown }[];
}

/** The built pages over a service of a few lines, for states in which a real one is rarely. */
export interface StagedDesk {
  readonly base: string;
  readonly stage: Stage;
  tell<Name extends keyof LiveEvents>(name: Name, data: LiveEvents[Name]): void;
  close(): Promise<void>;
}

export const calmCheck: ReplyCheck = {
  findings: [],
  blocked: false,
  audience: 'private',
  identity: 'anonymous',
  characters: 10,
  limit: 4000,
};

export async function openStagedDesk(pages: string, me: Me): Promise<StagedDesk> {
  const http = createHttp({ log: createLogSpy(), proxies: 0 });
  const streams = new Set<ServerResponse>();
  const stage: Stage = {
    me,
    cases: new Map(),
    wholes: new Map(),
    colleagues: [],
    suggestions: [],
    texts: [],
    files: { openUntil: null, files: [] },
    check: calmCheck,
    answers: new Map(),
    failing: null,
    calls: [],
  };
  const error = (status: number, code: string): Answer => ({ status, json: { error: { code, message: code } } });
  const on = (
    method: Method,
    path: string,
    handle: (params: Readonly<Record<string, string>>, query: URLSearchParams) => unknown,
  ): void =>
    http.route(method, `/staff/api${path}`, async (request) => {
      if (method !== 'get') {
        const bytes = await request.bytes(100_000);
        const body: unknown = bytes.length === 0 ? null : JSON.parse(bytes.toString('utf8'));
        stage.calls.push({ call: `${method} ${path}`, body });
      }
      if (stage.failing !== null && !path.startsWith('/session')) return error(503, stage.failing);
      const json = handle(request.params, request.query);
      return json === null ? error(404, 'CaseNotFound') : { status: 200, json };
    });
  const listed = (query: URLSearchParams): CaseList => {
    const words = query.get('q')?.toLowerCase() ?? null;
    const resolved = query.get('status') === 'resolved';
    const cases = [...stage.cases.values()].filter((item) =>
      words === null
        ? (item.status === 'resolved') === resolved
        : `${item.number} ${item.customerName ?? ''} ${item.preview}`.toLowerCase().includes(words),
    );
    return {
      cases,
      total: cases.length,
      next: null,
      counts: { waiting: 0, mine: 0, active: 0, snoozed: 0, overdue: 0 },
    };
  };
  const answered = (call: string): unknown => stage.answers.get(call) ?? null;

  on('get', '/session', () => ({ user: stage.me }));
  on('put', '/presence', () => {
    stage.me = { ...stage.me, presence: stage.me.presence === 'available' ? 'away' : 'available' };
    return { user: stage.me };
  });
  on('get', '/desk', () => info);
  on('get', '/people', () => ({ people: stage.colleagues }));
  on('get', '/cases', (_params, query) => listed(query));
  on('get', '/cases/:id', ({ id }) => stage.wholes.get(id ?? '') ?? null);
  on('get', '/cases/:id/suggestions', () => ({ suggestions: stage.suggestions }));
  on('get', '/cases/:id/uploads', () => stage.files);
  on('get', '/cases/:id/canned', () => ({ texts: stage.texts }));
  on('post', '/cases/:id/check', () => stage.check);
  on('post', '/cases/:id/writing', () => ({}));
  for (const call of ['accept', 'resolve', 'reopen', 'snooze', 'transfer'])
    on('post', `/cases/:id/${call}`, ({ id }) => stage.cases.get(id ?? '') ?? null);
  on('patch', '/cases/:id', ({ id }) => stage.cases.get(id ?? '') ?? null);
  on('post', '/cases/:id/feedback', () => ({}));
  for (const path of ['/notices', '/feedback', '/figures', '/trail', '/accounts'])
    on('get', path, () => answered(path));
  http.route('get', '/staff/api/events', () => ({
    stream(response) {
      response.statusCode = 200;
      response.setHeader('content-type', 'text/event-stream');
      response.write('event: ready\nid: 1\ndata: {"resumed":false}\n\n');
      streams.add(response);
      response.on('close', () => streams.delete(response));
    },
  }));
  serveStatic(http, { folder: pages, pages: pageAddresses });
  const { port } = await http.listen(0, '127.0.0.1');
  return {
    base: `http://127.0.0.1:${port}`,
    stage,
    tell(name, data) {
      for (const response of streams) response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    async close() {
      for (const response of streams) response.end();
      http.server.closeAllConnections();
      await http.close(100);
    },
  };
}
