import type pg from 'pg';
import type { Notice } from '../../conversation/store.ts';
import type { Clock } from '../../platform/clock.ts';
import { errorFields, type Log } from '../../platform/log.ts';
import type { Committed } from './conversations.ts';
import { heartbeat, type Database } from './database.ts';
import { leaseNow } from './leases.ts';
import { fromColumn, toColumn } from './text.ts';

/** Tells this process of its own commits at once, of the others' by NOTIFY, and by looking where a notification was lost. */
export interface Announcements {
  /** A commit of this process. */
  committed(committed: Committed): void;
  subscribe(listener: (notice: Notice) => void): () => void;
  /** Looks now; resolves when it was told. */
  look(): Promise<void>;
  close(): Promise<void>;
}

interface AnnouncementsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly process: string;
  /** Another process committed this version. */
  readonly outdated: (conversationId: string, version: number) => void;
  /** Time of claims; see leases. */
  readonly now?: () => number;
}

const channel = 'schalter';
/** Milliseconds between notifications of one process: what is committed meanwhile goes together. */
const gatherMs = 10;
/** Milliseconds between looks for what no notification told. */
const lookMs = 2000;
/** Commits that began before the last look may have ended after it: how far back a look goes, in seconds. */
const overlapSeconds = 8;
const reconnectMs = (round: number): number => Math.min(5000, 100 * 2 ** round);
/** PostgreSQL takes payloads below 8000 bytes. */
const payloadLimit = 7500;
/** Conversations whose last told number is remembered, so that a look tells nothing twice. */
const toldLimit = 20_000;

/** Milliseconds that this process has for what it was told of itself. */
const patienceMs = 10_000;

type Item = readonly [id: string, lastSeq: number, version: number, ...cases: string[]];

interface Found {
  readonly now: string;
  readonly stored: readonly (readonly [id: string, lastSeq: number])[] | null;
  readonly cases: readonly (readonly [conversationId: string, id: string, at: string])[] | null;
  readonly open: readonly (readonly [id: string, version: number, unanswered: boolean, undelivered: boolean])[] | null;
}

const lookText = `SELECT clock_timestamp()::text AS now,
  (SELECT json_agg(json_build_array(s.conversation_id, s.seq)) FROM (
    SELECT conversation_id, max(seq) AS seq FROM entries WHERE stored_at > $1::timestamptz - make_interval(secs => ${overlapSeconds})
    GROUP BY conversation_id) s) AS stored,
  (SELECT json_agg(json_build_array(conversation_id, id, changed_at)) FROM cases
    WHERE changed_at > $1::timestamptz - make_interval(secs => ${overlapSeconds})) AS cases,
  (SELECT json_agg(json_build_array(w.id, w.version, w.unanswered, w.undelivered)) FROM (
    SELECT c.id, c.version,
      c.unanswered AND NOT EXISTS (SELECT 1 FROM leases l WHERE l.conversation_id = c.id AND l.work = 'turn' AND l.until > ${leaseNow('$2')}) AS unanswered,
      c.undelivered AND NOT EXISTS (SELECT 1 FROM leases l WHERE l.conversation_id = c.id AND l.work = 'delivery' AND l.until > ${leaseNow('$2')}) AS undelivered
    FROM conversations c WHERE c.unanswered OR c.undelivered LIMIT 1000) w WHERE w.unanswered OR w.undelivered) AS open`;

/** Begins to listen and to look. */
export function createAnnouncements(options: AnnouncementsOptions): Announcements {
  const { database, clock, log, process: self, outdated, now } = options;
  const listeners = new Set<(notice: Notice) => void>();
  const told = new Map<string, number>();
  const toldCases = new Map<string, string>();
  const mine = new Map<string, { readonly version: number; readonly at: number }>();
  let unsent = new Map<string, { lastSeq: number; version: number; cases: Set<string> }>();
  let sending = false;
  let since: string | null = null;
  let looking: Promise<void> | null = null;
  let listening: pg.Client | null = null;
  let closed = false;
  let cancelLook = (): void => undefined;
  let cancelConnect = (): void => undefined;

  const tell = (notice: Notice): void => {
    told.delete(notice.conversationId);
    told.set(notice.conversationId, Math.max(notice.lastSeq, told.get(notice.conversationId) ?? 0));
    trim(told, toldLimit);
    for (const listener of listeners) listener(notice);
  };
  /** Another's commit: its work is its own, until a look finds that nobody does it. */
  const tellOf = (conversationId: string, lastSeq: number, cases: readonly string[]): void =>
    tell({ conversationId, lastSeq, unanswered: false, undelivered: false, cases, timers: false });

  const send = async (): Promise<void> => {
    if (sending) return;
    sending = true;
    while (unsent.size > 0 && !closed) {
      const batch = unsent;
      unsent = new Map();
      const items = [...batch].map(([id, { lastSeq, version, cases }]): Item => [id, lastSeq, version, ...cases]);
      try {
        for (const payload of payloads(self, items))
          await database.run({ name: 'notify', text: 'SELECT pg_notify($1, $2)', values: [channel, payload] });
      } catch (error) {
        // The others find it by looking.
        log.debug(errorFields(error), 'a notification could not be sent');
      }
      await new Promise<void>((resolve) => void clock.after(gatherMs, resolve));
    }
    sending = false;
  };

  const heard = (payload: string | undefined): void => {
    const [from, items] = JSON.parse(payload ?? '["",[]]') as [string, Item[]];
    if (from === self) return;
    for (const [column, lastSeq, version, ...cases] of items) {
      const id = fromColumn(column);
      outdated(id, version);
      tellOf(id, lastSeq, cases);
    }
  };

  const lookOnce = async (): Promise<void> => {
    await database.run({ name: 'heartbeat', text: heartbeat, values: [self] });
    const [found] = await database.read<Found>({
      name: 'look',
      text: lookText,
      values: [since ?? 'now', now?.() ?? null],
    });
    if (found === undefined) return;
    since = found.now;
    const fresh = new Map<string, { lastSeq: number; cases: string[] }>();
    for (const [column, lastSeq] of found.stored ?? []) {
      const id = fromColumn(column);
      if (lastSeq > (told.get(id) ?? 0)) fresh.set(id, { lastSeq, cases: [] });
    }
    for (const [column, caseId, at] of found.cases ?? []) {
      if (toldCases.get(caseId) === at) continue;
      toldCases.set(caseId, at);
      trim(toldCases, toldLimit);
      const id = fromColumn(column);
      const item = fresh.get(id) ?? { lastSeq: told.get(id) ?? 0, cases: [] };
      item.cases.push(fromColumn(caseId));
      fresh.set(id, item);
    }
    for (const [id, { lastSeq, cases }] of fresh) {
      outdated(id, Infinity);
      tellOf(id, lastSeq, cases);
    }
    for (const [column, version, unanswered, undelivered] of found.open ?? []) {
      const conversationId = fromColumn(column);
      outdated(conversationId, version);
      // Told when it was committed: whoever works here knows, unless it was forgotten.
      const own = mine.get(conversationId);
      if (own?.version === version && Math.abs(clock.now() - own.at) < patienceMs) continue;
      tell({
        conversationId,
        lastSeq: told.get(conversationId) ?? 0,
        unanswered,
        undelivered,
        cases: [],
        timers: false,
      });
    }
  };
  const look = (): Promise<void> => {
    looking ??= lookOnce()
      .catch((error: unknown) => log.debug(errorFields(error), 'the database could not be looked at'))
      .finally(() => (looking = null));
    return looking;
  };
  const lookOn = (): void => {
    if (closed) return;
    cancelLook = clock.after(lookMs, () => void look().finally(lookOn));
  };

  const listen = async (round: number): Promise<void> => {
    const client = database.client();
    const again = (): void => {
      if (listening !== client && listening !== null) return;
      listening = null;
      client.removeAllListeners('end');
      void client.end().catch(() => undefined);
      if (!closed) cancelConnect = clock.after(reconnectMs(round), () => void listen(round + 1));
    };
    client.on('error', again);
    client.on('end', again);
    client.on('notification', ({ payload }) => heard(payload));
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
      listening = client;
      round = 0;
      // What was committed while nobody listened.
      await look();
    } catch {
      again();
    }
  };
  void listen(0);
  lookOn();

  return {
    committed(committed) {
      const { conversationId, lastSeq, version, cases } = committed;
      const id = toColumn(conversationId);
      const waiting = unsent.get(id);
      unsent.set(id, { lastSeq, version, cases: new Set([...(waiting?.cases ?? []), ...cases.map(toColumn)]) });
      mine.delete(conversationId);
      mine.set(conversationId, { version, at: clock.now() });
      trim(mine, toldLimit);
      void send();
      tell(committed);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    look,
    async close() {
      closed = true;
      cancelLook();
      cancelConnect();
      await looking;
      const client = listening;
      listening = null;
      client?.removeAllListeners('end');
      await client?.end().catch(() => undefined);
    },
  };
}

function* payloads(self: string, items: readonly Item[]): Generator<string> {
  let batch: Item[] = [];
  let size = 0;
  for (const item of items) {
    const length = Buffer.byteLength(JSON.stringify(item)) + 1;
    if (size + length > payloadLimit && batch.length > 0) {
      yield JSON.stringify([self, batch]);
      batch = [];
      size = 0;
    }
    batch.push(item);
    size += length;
  }
  if (batch.length > 0) yield JSON.stringify([self, batch]);
}

function trim(map: Map<string, unknown>, limit: number): void {
  for (const oldest of map.keys()) {
    if (map.size <= limit) return;
    map.delete(oldest);
  }
}
