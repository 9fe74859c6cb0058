import type { ConversationLog, Door } from '../../conversation/log.ts';
import type { Store } from '../../conversation/store.ts';
import type { Uploads } from '../../conversation/uploads/uploads.ts';
import type { Outlook } from '../../handoff/outlook.ts';
import type { Http } from '../../http/server.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Ids } from '../../platform/ids.ts';
import type { OpenCounts } from '../../platform/counts.ts';
import type { Log } from '../../platform/log.ts';
import type { Gate } from './gate.ts';
import type { Limiter, RateLimits } from './limits.ts';
import type { ObserveDirectLine } from './observe.ts';
import type { Origins } from './origins.ts';
import type { SigningKey } from './secrets.ts';
import type { Tokens } from './tokens.ts';

export interface DirectLineOptions {
  readonly http: Http;
  readonly store: Store;
  readonly conversations: ConversationLog;
  readonly door: Door;
  readonly uploads: Uploads;
  /** How many stand before somebody who waits for a person. */
  readonly outlook: Pick<Outlook, 'of'>;
  readonly clock: Clock;
  /** At least 128 random bits each: they are conversation ids and resume credentials. */
  readonly ids: Ids;
  readonly log: Log;
  /** The address under which clients reach the service; stream addresses are made of it, never of the Host header. */
  readonly publicUrl: string;
  readonly secret: string;
  readonly signingKeys: readonly SigningKey[];
  /** How long a token lives; DirectLineJS renews every 15 minutes whatever it is told, so 1800 or more. */
  readonly tokenSeconds: number;
  /** Sites that embed the chat, besides the service's own pages. */
  readonly allowedOrigins: readonly string[];
  /** Null: no limits. */
  readonly rateLimits: RateLimits | null;
  /** Where requests are counted; absent: in this process. */
  readonly counts?: OpenCounts;
  /** The assistant's name, as customers read it. */
  readonly assistant: string;
  readonly observe?: ObserveDirectLine;
}

/** What the addresses work with. */
export interface Wiring extends DirectLineOptions {
  readonly observe: ObserveDirectLine;
  readonly tokens: Tokens;
  readonly origins: Origins;
  readonly gate: Gate;
  readonly limiter: Limiter;
}
