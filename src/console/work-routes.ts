import { z } from 'zod';
import { hasCode, SchalterError } from '../platform/errors.ts';
import type { Case } from '../conversation/case.ts';
import type { ReplyContext } from '../handoff/reply-check.ts';
import type { Answer } from '../http/answer.ts';
import { caseIn, type CaseRoutesOptions } from './case-routes.ts';
import { viewCase } from './case-view.ts';
import { viewEntry } from './entry-view.ts';
import { apiHeaders, staffOf, type StaffHandler, type StaffRequest } from './guard.ts';
import { viewHeld } from './held.ts';
import { may } from './rights.ts';
import type { TextHelp } from './text-routes.ts';

/** As long as a customer's message may be. */
const text = z.string().trim().min(1).max(4000);
const key = z.string().regex(/^[\w.-]{1,64}$/);
const accepting = z.object({ force: z.boolean().default(false) });
const message = z.object({ text, key: key.optional(), hold: z.boolean().default(false) });
const note = z.object({ text, key: key.optional() });
const passing = z.object({
  to: z.union([z.object({ userId: z.string().min(1).max(100) }), z.object({ team: z.string().min(1).max(100) })]),
  word: z.string().trim().min(1).max(500).optional(),
});
const change = z.object({
  priority: z.literal([0, 1, 2]).optional(),
  labels: z.array(z.string()).max(20).optional(),
});
const snoozing = z.object({ until: z.iso.datetime({ offset: true }).transform((moment) => Date.parse(moment)) });
const ending = z.object({
  returnToBot: z.boolean().default(true),
  outcome: z.string().optional(),
  line: text.optional(),
});
const longestSnooze = 30 * 24 * 3600_000;

export interface WorkRoutesOptions extends CaseRoutesOptions, Pick<TextHelp, 'findings'> {
  /** Where a reply of a case would go. */
  readonly contextOf: (item: Case) => Promise<ReplyContext>;
}

/** Working on cases; the rules of who may do what with a case are the desk's. */
export function registerWorkRoutes(options: WorkRoutesOptions): void {
  const { http, store, desk, clock, accounts, live, guard, names, writers } = options;
  const { plan } = names;
  const post = (path: string, handler: StaffHandler, method: 'post' | 'patch' | 'del' = 'post'): void =>
    http.route(method, `/staff/api/cases/:id${path}`, guard.changing('cases.work', handler), apiHeaders);
  const idIn = async (staff: StaffRequest): Promise<string> => (await caseIn(staff, store)).id;
  const shown = async (
    staff: StaffRequest,
    act: (id: string) => Promise<Parameters<typeof viewCase>[0]>,
  ): Promise<Answer> => ({
    status: 200,
    json: viewCase(await act(await idIn(staff)), names),
  });
  const entryAnswer = async (
    status: number,
    conversationId: string,
    entry: Parameters<typeof viewEntry>[0],
  ): Promise<Answer> => {
    const [staffNames, deliveries] = await Promise.all([accounts.names(), store.deliveries(conversationId)]);
    return { status, json: viewEntry(entry, { customerName: null, staffNames, deliveries, names }) };
  };
  /** A refused reply is answered with what is wrong with it. */
  const refusing = async (staff: StaffRequest, words: string, act: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await act();
    } catch (error) {
      if (!hasCode(error, 'ReplyBlocked')) throw error;
      const { code, message, status } = new SchalterError('ReplyBlocked');
      const findings = options.findings(words, await options.contextOf(await caseIn(staff, store)));
      return { status, json: { error: { code, message }, findings } };
    }
  };
  const only = (known: readonly { readonly id: string }[], id: string, field: string): string => {
    if (known.some((one) => one.id === id)) return id;
    throw new SchalterError('BadArgument', { message: `The field ${field} names nothing that the desk knows.` });
  };

  post('/accept', async (staff) => {
    const { force } = await staff.request.json(accepting);
    return shown(staff, (id) => desk.accept(id, staffOf(staff), { force }));
  });

  post('/messages', async (staff) => {
    const { text: words, key: known, hold } = await staff.request.json(message);
    const { id, conversationId } = await caseIn(staff, store);
    return refusing(staff, words, async () => {
      if (hold) {
        const held = await desk.hold(id, staffOf(staff), words, known);
        if (held !== null) {
          live.tell({ kind: 'held', data: { caseId: id } });
          return { status: 202, json: { held: viewHeld(held) } };
        }
      }
      return entryAnswer(201, conversationId, await desk.reply(id, staffOf(staff), words, known));
    });
  });

  post(
    '/held/:heldId',
    async (staff) => {
      const id = await idIn(staff);
      const words = await desk.takeBack(id, staffOf(staff), staff.request.params['heldId'] ?? '');
      live.tell({ kind: 'held', data: { caseId: id } });
      return { status: 200, json: { text: words } };
    },
    'del',
  );

  post('/messages/:seq/resend', async (staff) => {
    const { id, conversationId } = await caseIn(staff, store);
    const seq = Number(staff.request.params['seq']);
    if (!Number.isSafeInteger(seq) || seq < 1) throw new SchalterError('NothingToSend');
    return entryAnswer(200, conversationId, await desk.resend(id, staffOf(staff), seq));
  });

  post('/notes', async (staff) => {
    const { text: words, key: known } = await staff.request.json(note);
    const { id, conversationId } = await caseIn(staff, store);
    return entryAnswer(201, conversationId, await desk.note(id, staffOf(staff), words, known));
  });

  post('/writing', async (staff) => {
    const id = await idIn(staff);
    const { userId, name } = staff.member;
    const until = writers.writes(id, { userId, name });
    live.pass({ kind: 'writing', data: { caseId: id, by: { userId, name }, until: new Date(until).toISOString() } });
    return { status: 204 };
  });

  post('/transfer', async (staff) => {
    const { to, word } = await staff.request.json(passing);
    const id = await idIn(staff);
    if ('team' in to) {
      const team = only(plan.teams, to.team, 'to.team');
      return shown(staff, () => desk.transfer(id, staffOf(staff), { team }, word));
    }
    const person = await accounts.member(to.userId);
    if (person === null || !may(person.role, 'cases.work')) throw new SchalterError('PersonCannotTake');
    return shown(staff, () => desk.transfer(id, staffOf(staff), { person }, word));
  });

  post(
    '',
    async (staff) => {
      const { priority, labels } = await staff.request.json(change);
      for (const label of labels ?? []) only(plan.labels, label, 'labels');
      return shown(staff, (id) => desk.change(id, staffOf(staff), { priority, labels }));
    },
    'patch',
  );

  post('/snooze', async (staff) => {
    const { until } = await staff.request.json(snoozing);
    if (until <= clock.now() || until > clock.now() + longestSnooze)
      throw new SchalterError('BadArgument', { message: 'The field until is not within the next 30 days.' });
    return shown(staff, (id) => desk.snooze(id, staffOf(staff), until));
  });

  post('/snooze', (staff) => shown(staff, (id) => desk.wake(id, staffOf(staff))), 'del');

  post('/resolve', async (staff) => {
    const { outcome, ...rest } = await staff.request.json(ending);
    const known = outcome === undefined ? {} : { outcome: only(plan.outcomes, outcome, 'outcome') };
    return refusing(staff, rest.line ?? '', () =>
      shown(staff, (id) => desk.resolve(id, staffOf(staff), { ...rest, ...known })),
    );
  });

  post('/reopen', (staff) => shown(staff, (id) => desk.reopen(id, staffOf(staff))));
}
