import { z } from 'zod';
import { wallClock } from '../calendar/zone.ts';
import type { Case } from '../conversation/case.ts';
import type { RecordChange, Store } from '../conversation/store.ts';
import type { Clock } from '../platform/clock.ts';
import { errorFields, type Log } from '../platform/log.ts';
import { createSerial } from '../platform/serial.ts';
import { caseNumberOf } from './case-number.ts';

/** Something that somebody must look at now, also when no console is open. It holds no words of the customer. */
export interface Alert {
  readonly kind: 'pressing' | 'unseen' | 'overdue';
  readonly caseId: string;
  /** What customer and bank call it. */
  readonly number: string;
  readonly reason: Case['reason'];
  readonly team: string;
  readonly channel: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A way to reach somebody; rejects where it could not. */
export interface AlertWay {
  readonly name: string;
  send(alert: Alert): Promise<void>;
}

export interface Alerts {
  start(): Promise<void>;
  /** Resolves when what is under way is done. */
  stop(): Promise<void>;
}

const form = z.object({ at: z.number(), left: z.array(z.string()), attempts: z.number() });
type Kept = z.infer<typeof form>;

const prefix = 'alert:';
const limit = 10_000;
const maxAttempts = 10;
/** What was told is remembered longer than a case stays open (milliseconds). */
const keptMs = 30 * 24 * 3600_000;
const retryMs = (attempts: number): number => Math.min(600_000, 5000 * 2 ** attempts);

/** The alert that a case in its state calls for, and the name under which it is told once; null: none. */
export function alertOf(item: Case, at: number): { readonly key: string; readonly alert: Alert } | null {
  if (item.status === 'resolved') return null;
  const about = {
    caseId: item.id,
    number: caseNumberOf(item.id, wallClock(item.createdAt).day),
    ...{ reason: item.reason, team: item.team, channel: item.channel, at },
  };
  if (item.escalatedAt !== undefined) {
    const kind = item.seenAt === undefined ? 'unseen' : 'overdue';
    return { key: `${prefix}${item.id}:${item.escalatedAt}`, alert: { kind, ...about } };
  }
  if (!item.alert) return null;
  return {
    key: `${prefix}${item.id}:pressing:${item.reopened ?? 0}:${item.reason}`,
    alert: { kind: 'pressing', ...about },
  };
}

/**
 * Tells each alert over each way at least once, also across a restart: what is to be told follows from the cases, what
 * was told is kept.
 */
export function createAlerts(options: {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly ways: readonly AlertWay[];
}): Alerts {
  const { store, clock, log, ways } = options;
  const serially = createSerial<string>();
  const running = new Set<Promise<void>>();
  const pauses = new Set<() => void>();
  let stopped = false;

  const tell = (item: Case): Promise<void> => {
    const found = alertOf(item, clock.now());
    if (found === null) return Promise.resolve();
    const { key, alert } = found;
    return serially(key, async () => {
      const kept: Kept = form.safeParse(await store.record('outbox', key)).data ?? {
        at: alert.at,
        left: ways.map(({ name }) => name),
        attempts: 0,
      };
      if (kept.left.length === 0 || kept.attempts >= maxAttempts) return;
      const left: string[] = [];
      for (const way of ways)
        if (kept.left.includes(way.name))
          await way.send(alert).catch((error: unknown) => {
            left.push(way.name);
            log.warn({ way: way.name, ...errorFields(error) }, 'an alert could not be told and is tried again');
          });
      const attempts = kept.attempts + 1;
      await store.writeRecords([{ kind: 'outbox', key, put: { ...kept, left, attempts } }]);
      if (left.length > 0 && attempts < maxAttempts && !stopped) again(item.id, retryMs(attempts));
    });
  };
  const track = (work: Promise<void>): void => {
    const run = work
      .catch((error: unknown) => log.warn(errorFields(error), 'an alert could not be written down'))
      .finally(() => running.delete(run));
    running.add(run);
  };
  const look = async (caseId: string): Promise<void> => {
    const item = await store.case(caseId);
    if (item !== null) await tell(item);
  };
  const again = (caseId: string, ms: number): void => {
    const cancel = clock.after(ms, () => {
      pauses.delete(cancel);
      track(look(caseId));
    });
    pauses.add(cancel);
  };
  const forget = async (): Promise<void> => {
    const old = [...(await store.records('outbox'))].flatMap(([key, value]): RecordChange[] => {
      const kept = form.safeParse(value).data;
      return key.startsWith(prefix) && (kept === undefined || clock.now() - kept.at > keptMs)
        ? [{ kind: 'outbox', key, delete: true }]
        : [];
    });
    if (old.length > 0) await store.writeRecords(old);
  };
  const unsubscribe =
    ways.length === 0
      ? () => undefined
      : store.subscribe(({ cases }) => {
          if (!stopped) for (const caseId of cases) track(look(caseId));
        });

  return {
    async start() {
      if (ways.length === 0) return;
      await forget();
      for (const status of ['waiting', 'active'] as const)
        for (const item of await store.cases({ status, limit })) track(tell(item));
    },
    async stop() {
      stopped = true;
      unsubscribe();
      for (const cancel of pauses) cancel();
      await Promise.all(running);
    },
  };
}
