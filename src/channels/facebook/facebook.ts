import type { ConversationLog, Door } from '../../conversation/log.ts';
import type { Outlet } from '../../conversation/delivery-worker.ts';
import type { Store } from '../../conversation/store.ts';
import type { Plan } from '../../handoff/plan.ts';
import type { Http } from '../../http/server.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Log } from '../../platform/log.ts';
import type { TurnHandler } from '../../conversation/turn.ts';
import { createCommentHandler, type CommentOptions } from './comments/handler.ts';
import { createLedger } from './comments/ledger.ts';
import { createLinks } from './comments/link.ts';
import { createCommentOutlet } from './comments/outlet.ts';
import type { ReadPolicy } from './comments/policy.ts';
import type { MetaEvent } from './events/event.ts';
import type { Graph } from './graph/client.ts';
import { createHealth, type Health } from './health.ts';
import { createActs } from './sending/acts.ts';
import { createGates } from './sending/gates.ts';
import { createMessenger } from './sending/messenger.ts';
import { createOutcome } from './sending/outcome.ts';
import { createPersonas } from './sending/personas.ts';
import { createSeen } from './sending/seen.ts';
import { takeOutside } from './sending/takeover.ts';
import type { FacebookSettings } from './settings.ts';
import { createMetaTurns } from './turns.ts';
import { createGenerations } from './webhook/generations.ts';
import { createIntake } from './webhook/intake.ts';
import { registerWebhook } from './webhook/webhook.ts';

export interface FacebookOptions {
  readonly http: Http;
  readonly store: Store;
  readonly conversations: ConversationLog;
  readonly settings: FacebookSettings;
  readonly graph: Graph;
  readonly door: Door;
  /** What comments are understood and answered with. */
  readonly assistant: Pick<CommentOptions, 'knowledge' | 'understand' | 'address'>;
  readonly policy: ReadPolicy;
  /** The address of this service, as activities carry it. */
  readonly publicUrl: string;
  /** The picture of the personas of staff, as PNG. */
  readonly picture: Buffer;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly plan: Plan;
  readonly observe: {
    event(kind: MetaEvent['effect']['kind'], outcome: string): void;
    webhook(outcome: string, skipped: number): void;
    fault(fault: string): void;
  };
}

/** Meta fetches the picture of a persona from here. */
const pictureAddress = '/webhooks/facebook/persona.png';

/** Facebook and Instagram, straight from Meta: the webhook in, the Graph API out. */
export interface Facebook {
  readonly health: Health;
  /** The ways out, by the log's channel. */
  readonly outlets: ReadonlyMap<string, Outlet>;
  /** The turns of what comes from Meta, over the bot's own. */
  turns(bot: TurnHandler): TurnHandler;
}

export function createFacebook(options: FacebookOptions): Facebook {
  const { http, store, conversations, settings, graph, door, assistant, policy } = options;
  const { publicUrl, picture, clock, ids, log, plan, observe } = options;
  const generations = createGenerations(store);
  const gates = createGates(clock);
  const outcome = createOutcome({ gates, log, observe: (fault) => observe.fault(fault) });
  const links = createLinks(store, generations, clock, plan);
  const act = createActs({ store, conversations, settings, door, serviceUrl: publicUrl, links, clock, ids, log, plan });
  const seen = createSeen({ settings, graph, gates });
  const intake = createIntake({
    conversations,
    generations,
    serviceUrl: publicUrl,
    act,
    observe: ({ effect, address }, result) => {
      observe.event(effect.kind, result);
      if (effect.kind === 'says' && result === 'stored') seen(address);
    },
  });
  registerWebhook({
    http,
    settings,
    intake,
    serviceUrl: publicUrl,
    clock,
    log,
    observe: (result, skipped) => observe.webhook(result, skipped),
  });
  const sending = {
    settings,
    graph,
    gates,
    personas: createPersonas(graph, `${publicUrl}${pictureAddress}`),
    outcome,
    clock,
    onOtherApp: async (conversationId: string) => {
      await store.write(conversationId, {}, (view) => ({
        ...takeOutside(view, conversationId, 'meta-app', clock.now()),
        result: undefined,
      }));
    },
  };
  const health = createHealth({ settings, graph, gates, clock, log });
  http.route('get', pictureAddress, () => ({
    status: 200,
    bytes: picture,
    type: 'image/png',
    headers: { 'cache-control': 'public, max-age=86400' },
  }));
  return {
    health,
    outlets: new Map([
      ['facebook', createMessenger('facebook', sending)],
      ['instagram', createMessenger('instagram', sending)],
      ['facebook-comments', createCommentOutlet('facebook', { ...sending, links })],
      ['instagram-comments', createCommentOutlet('instagram', { ...sending, links })],
    ]),
    turns: (bot) =>
      createMetaTurns(
        bot,
        createCommentHandler({ settings, ...assistant, policy, ledger: createLedger(store), store, clock, ids, plan }),
      ),
  };
}
