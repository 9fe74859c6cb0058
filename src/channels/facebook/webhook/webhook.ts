import { parseJson } from '../../../http/body.ts';
import type { Http } from '../../../http/server.ts';
import type { Clock } from '../../../platform/clock.ts';
import { SchalterError } from '../../../platform/errors.ts';
import { errorFields, type Log } from '../../../platform/log.ts';
import { readBody } from '../events/read.ts';
import type { FacebookSettings } from '../settings.ts';
import type { Intake } from './intake.ts';
import { isSigned, sameSecret } from './signature.ts';

/** Bytes of one webhook: Meta batches up to 1,000 updates, and escapes each umlaut with six characters. */
const bodyLimit = 4 * 1024 * 1024;

export interface WebhookOptions {
  readonly http: Http;
  readonly settings: FacebookSettings;
  readonly intake: Intake;
  readonly serviceUrl: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly observe: (outcome: 'accepted' | 'unsigned' | 'failed', skipped: number) => void;
}

const fine = { status: 200, text: 'EVENT_RECEIVED', type: 'text/plain; charset=utf-8' } as const;

/** Registers `GET` and `POST /webhooks/facebook`. What is acknowledged is stored; the bot works afterwards. */
export function registerWebhook(options: WebhookOptions): void {
  const { http, settings, intake, serviceUrl, clock, log, observe } = options;

  http.route('get', '/webhooks/facebook', ({ query }) => {
    const token = query.get('hub.verify_token') ?? '';
    if (query.get('hub.mode') !== 'subscribe' || !sameSecret(token, settings.verifyToken))
      throw new SchalterError('VerifyTokenWrong');
    const challenge = query.get('hub.challenge') ?? '';
    // It is sent back as it came: nothing but letters, digits and signs that no browser reads as a page.
    if (!/^[\w.~-]{1,200}$/.test(challenge)) throw new SchalterError('BadArgument');
    return { status: 200, text: challenge, type: 'text/plain; charset=utf-8' };
  });

  http.route('post', '/webhooks/facebook', async (request) => {
    const bytes = await request.bytes(bodyLimit);
    const header = request.headers['x-hub-signature-256'];
    if (!isSigned(bytes, typeof header === 'string' ? header : undefined, settings.appSecret)) {
      observe('unsigned', 0);
      throw new SchalterError('SignatureWrong');
    }
    const { events, skipped } = readBody(parseJson(bytes), settings, serviceUrl, clock.now());
    if (skipped > 0) log.debug({ skipped, read: events.length }, 'events of a webhook were skipped');
    try {
      await intake.take(events);
    } catch (error) {
      // Meta repeats what is not acknowledged; what was stored already is recognised then.
      observe('failed', skipped);
      if (error instanceof SchalterError) throw error;
      log.error(errorFields(error), 'a webhook could not be stored');
      throw new SchalterError('StorageUnavailable', { cause: error });
    }
    observe('accepted', skipped);
    return fine;
  });
}
