import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { Graph } from './graph/client.ts';
import { faultOf } from './graph/errors.ts';
import type { Gates, PauseReason } from './sending/gates.ts';
import type { FacebookSettings } from './settings.ts';
import { missingFields, subscribe } from './subscription.ts';

/** How a page stands with Meta. `unknown`: not asked yet, or Meta could not be reached. */
export interface PageHealth {
  readonly page: string;
  readonly token: 'unknown' | 'valid' | 'dead';
  readonly subscription: 'unknown' | 'complete' | 'incomplete';
  readonly paused: PauseReason | null;
}

/**
 * Looks after tokens and subscriptions: tokens die with a password, and Meta ends a subscription when nobody took its
 * events for an hour. What ended is subscribed again.
 */
export interface Health {
  start(): void;
  stop(): void;
  /** Looks now. */
  check(): Promise<void>;
  pages(): readonly PageHealth[];
}

const everyMs = 10 * 60_000;

export interface HealthOptions {
  readonly settings: FacebookSettings;
  readonly graph: Graph;
  readonly gates: Gates;
  readonly clock: Clock;
  readonly log: Log;
}

export function createHealth({ settings, graph, gates, clock, log }: HealthOptions): Health {
  const known = new Map<string, Pick<PageHealth, 'token' | 'subscription'>>();
  let cancel: (() => void) | null = null;
  let stopped = false;

  const checkToken = async (page: string, token: string): Promise<PageHealth['token']> => {
    const answer = await graph.call({ method: 'GET', path: '/me', query: { fields: 'id' }, token });
    if (answer.kind === 'ok') return 'valid';
    return answer.kind === 'refused' && faultOf(answer.error) === 'token' ? 'dead' : 'unknown';
  };

  const checkSubscription = async (page: string, token: string): Promise<PageHealth['subscription']> => {
    const missing = await missingFields(graph, page, token, settings.appId);
    if (missing === null) return 'unknown';
    if (missing.length === 0) return 'complete';
    log.warn({ page, missing: missing.length }, 'the page did not send all events to this app: it is subscribed again');
    return (await subscribe(graph, page, token)).kind === 'ok' ? 'complete' : 'incomplete';
  };

  const check = async (): Promise<void> => {
    for (const [page, secret] of settings.pages) {
      const token = await checkToken(page, secret);
      if (token === 'dead') {
        if (gates.pause(page, 'token')) log.error({ page }, 'the token of a page is dead: its messages wait');
      } else if (token === 'valid' && gates.reasonOf(page) === 'token') gates.open(page);
      known.set(page, { token, subscription: token === 'valid' ? await checkSubscription(page, secret) : 'unknown' });
    }
  };

  const round = (): void => {
    void check().finally(() => {
      if (!stopped) cancel = clock.after(everyMs, round);
    });
  };

  return {
    start: round,
    stop() {
      stopped = true;
      cancel?.();
    },
    check,
    pages: () =>
      [...settings.pages.keys()].map((page) => ({
        page,
        token: known.get(page)?.token ?? 'unknown',
        subscription: known.get(page)?.subscription ?? 'unknown',
        paused: gates.reasonOf(page),
      })),
  };
}
