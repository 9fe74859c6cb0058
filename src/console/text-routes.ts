import { z } from 'zod';
import type { Case } from '../conversation/case.ts';
import { cleanText } from '../conversation/door/text.ts';
import { hasMarker } from '../conversation/door/markers.ts';
import type { Entry } from '../conversation/entry.ts';
import { fillCanned, type Canned } from '../handoff/canned.ts';
import { caseHappened } from '../handoff/desk-moves.ts';
import { isBlocked, type ReplyContext, type ReplyFinding } from '../handoff/reply-check.ts';
import { checked } from '../http/request.ts';
import { SchalterError } from '../platform/errors.ts';
import { caseIn, type CaseRoutesOptions } from './case-routes.ts';
import { iso, numberOf } from './case-view.ts';
import type { CannedText, FeedbackLine, ReplyCheck, Suggestion } from './contract.ts';
import { findingsIn, viewEntry } from './entry-view.ts';
import { apiHeaders } from './guard.ts';

const words = z.object({ text: z.string().max(20_000) });
const seqQuery = z.object({ seq: z.coerce.number().int().min(1).nullable() });
const limitQuery = z.object({ limit: z.coerce.number().int().min(1).max(1000).nullable() });
const feedback = z.object({
  seq: z.number().int().min(1),
  right: z.string().max(100).optional(),
  comment: z.string().trim().min(1).max(500).optional(),
});
const feedbackForm = z.object({
  time: z.number(),
  by: z.object({ userId: z.string(), name: z.string() }),
  caseId: z.string(),
  conversationId: z.string(),
  seq: z.number(),
  intent: z.string().nullable(),
  right: z.string().nullable(),
  comment: z.string().nullable(),
});
const plainLimit = 200;
/** Entries in which the customer's last words are looked for. */
const lookBack = 60;

/** What staff are helped with while they write. */
export interface TextHelp {
  /** Approved answers to what a customer wrote, best first. */
  readonly suggest: (text: string, language: string) => readonly Omit<Suggestion, 'said'>[];
  readonly canned: readonly Canned[];
  /** Values for placeholders that are the same for all: the bank's name, its phone number. */
  readonly values: (language: string) => Readonly<Record<string, string>>;
  readonly addressForm: 'Sie' | 'du';
  readonly findings: (text: string, context: ReplyContext) => readonly ReplyFinding[];
  readonly isIntent: (id: string) => boolean;
}

export interface TextRoutesOptions extends CaseRoutesOptions {
  readonly help: TextHelp;
  /** Where a reply of a case would go. */
  readonly contextOf: (item: Case) => Promise<ReplyContext>;
}

/** Help with words: the check before sending, approved answers, canned texts, and what the assistant got wrong. */
export function registerTextRoutes(options: TextRoutesOptions): void {
  const { http, store, clock, accounts, guard, names, help, contextOf } = options;

  http.route(
    'post',
    '/staff/api/cases/:id/check',
    guard.changing('cases.work', async (staff) => {
      const { text } = await staff.request.json(words);
      const context = await contextOf(await caseIn(staff, store));
      const findings = help.findings(text, context);
      const answer: ReplyCheck = {
        findings,
        blocked: isBlocked(findings),
        audience: context.public ? 'public' : 'private',
        identity: context.identity,
        characters: text.length,
        limit: context.characters,
      };
      return { status: 200, json: answer };
    }),
    apiHeaders,
  );

  const customersWords = async (item: Case, seq: number | null): Promise<string> => {
    const head = await store.head(item.conversationId);
    if (head === null || head.erased === true) return '';
    const after = seq === null ? Math.max(0, head.lastSeq - lookBack) : seq - 1;
    const entries = await store.entries(item.conversationId, { after, limit: seq === null ? lookBack : 1 });
    const isWord = ({ who, activity }: Entry): boolean => who === 'customer' && (activity.text ?? '').trim() !== '';
    return entries.findLast(isWord)?.activity.text ?? '';
  };

  http.route(
    'get',
    '/staff/api/cases/:id/suggestions',
    guard.reading('texts.read', async (staff) => {
      const { seq } = checked(seqQuery, { seq: staff.request.query.get('seq') });
      const item = await caseIn(staff, store);
      const text = await customersWords(item, seq);
      const bot = (await store.entries(item.conversationId, { audience: 'customer' }).catch(() => []))
        .filter(({ who }) => who === 'bot')
        .map(({ activity }) => activity.text ?? '');
      const found = text === '' || hasMarker(text) ? [] : help.suggest(text, item.language);
      const suggestions = found.map((one) => ({ ...one, said: bot.some((line) => line.includes(one.text)) }));
      return { status: 200, json: { suggestions } };
    }),
    apiHeaders,
  );

  http.route(
    'get',
    '/staff/api/cases/:id/canned',
    guard.reading('texts.read', async (staff) => {
      const item = await caseIn(staff, store);
      const english = item.language === 'en';
      const values = {
        ...help.values(item.language),
        customer: item.customerName,
        staff: staff.member.name,
        number: numberOf(item),
      };
      const texts = help.canned.map(({ id, title, group, text }): CannedText => {
        const said = english ? text.en : text.de[help.addressForm];
        return { id, title, group, ...fillCanned(said, values) };
      });
      return { status: 200, json: { texts } };
    }),
    apiHeaders,
  );

  http.route(
    'post',
    '/staff/api/cases/:id/feedback',
    guard.changing('feedback.give', async (staff) => {
      const { seq, right, comment } = await staff.request.json(feedback);
      const item = await caseIn(staff, store);
      if (right !== undefined && right !== 'none' && !help.isIntent(right))
        throw new SchalterError('BadArgument', { message: 'The field right names nothing that the assistant knows.' });
      const [meant] = await store.entries(item.conversationId, { after: seq - 1, limit: 1 });
      if (meant?.seq !== seq || meant.redacted === true)
        throw new SchalterError('BadArgument', { message: 'The field seq names no entry of this case.' });
      const { userId, name } = staff.member;
      const said = comment === undefined ? null : cleanText(comment).text;
      const now = clock.now();
      const line = {
        ...{ time: now, by: { userId, name }, caseId: item.id, conversationId: item.conversationId, seq },
        ...{ intent: findingsIn(meant)[0]?.intent ?? null, right: right ?? null, comment: said },
      };
      const written = await store.write(item.conversationId, {}, () => ({
        entries: [caseHappened('feedback', item.id, { by: userId, seq, right: right ?? null, comment: said })],
        records: [{ kind: 'feedback', key: `${item.conversationId} ${seq} ${userId}`, put: line }],
        audit: [{ time: now, actor: userId, action: 'feedback', conversationId: item.conversationId, caseId: item.id }],
        result: undefined,
      }));
      const [kept] = written.entries;
      if (kept === undefined) throw new SchalterError('Internal');
      const context = { customerName: null, staffNames: await accounts.names(), deliveries: [], names };
      return { status: 201, json: viewEntry(kept, context) };
    }),
    apiHeaders,
  );

  http.route(
    'get',
    '/staff/api/feedback',
    guard.reading('feedback.read', async ({ request }) => {
      const { limit } = checked(limitQuery, { limit: request.query.get('limit') });
      const all = [...(await store.records('feedback'))].flatMap(
        ([, value]) => feedbackForm.safeParse(value).data ?? [],
      );
      const lines = all
        .sort((a, b) => b.time - a.time)
        .slice(0, limit ?? plainLimit)
        .map((line): FeedbackLine => ({ ...line, time: iso(line.time) }));
      return { status: 200, json: { feedback: lines } };
    }),
    apiHeaders,
  );
}
