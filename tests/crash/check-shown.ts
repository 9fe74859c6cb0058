import { activityId, type Entry } from '../../src/conversation/entry.ts';
import { turnsOf } from './check-log.ts';
import type { Stored } from '../support/stored.ts';
import type { Frame, Shown, Story } from './story.ts';

/** What the customer was shown against the log: all that is for customers, once, in order, and nothing else. */
export function checkShown(story: Story, stored: Stored): readonly string[] {
  const told = new Told(story.conversationId, stored.entries);
  switch (story.channel) {
    case 'directline':
      return story.readings.flatMap((frames, index) => checkReading(frames, told, index === story.readings.length - 1));
    case 'expectReplies':
      return checkAnswers(story, stored, told);
    case 'serviceUrl':
      return checkPushed(story, stored, told);
  }
}

const shownTypes: ReadonlySet<string> = new Set(['message', 'event', 'endOfConversation']);

/** The log as customers may know it. */
class Told {
  readonly #byId: ReadonlyMap<string, Entry>;
  readonly #entries: readonly Entry[];

  constructor(conversationId: string, entries: readonly Entry[]) {
    this.#entries = entries;
    this.#byId = new Map(entries.map((entry) => [activityId(conversationId, entry.seq), entry]));
  }

  /** The entry behind what was shown, and what is wrong with showing it. */
  entry(shown: Shown): { readonly seq: number; readonly faults: readonly string[] } {
    const entry = this.#byId.get(shown.id);
    if (entry === undefined) return { seq: 0, faults: [`something was shown that is not in the log`] };
    const { seq, audience, activity } = entry;
    const faults: string[] = [];
    if (audience !== 'customer') faults.push(`entry ${seq} is for ${audience} and was shown to the customer`);
    if (shown.type !== activity.type || (shown.text ?? '') !== (activity.text ?? ''))
      faults.push(`entry ${seq} was shown with another content`);
    if (shown.timestamp !== undefined && Date.parse(shown.timestamp) !== entry.time)
      faults.push(`entry ${seq} was shown with another time`);
    return { seq, faults };
  }

  /** Numbers of all that a website customer must see. */
  all(): readonly number[] {
    return this.#entries
      .filter(({ audience, activity }) => audience === 'customer' && shownTypes.has(activity.type ?? ''))
      .map(({ seq }) => seq);
  }
}

/** @param toTheEnd whether it is the last reading, which went on until nothing more came */
function checkReading(frames: readonly Frame[], told: Told, toTheEnd: boolean): readonly string[] {
  const faults: string[] = [];
  const seen: number[] = [];
  let watermark = 0;
  for (const frame of frames) {
    if (frame.watermark < watermark) faults.push(`the watermark goes back from ${watermark} to ${frame.watermark}`);
    for (const shown of frame.activities) {
      const { seq, faults: found } = told.entry(shown);
      faults.push(...found);
      if (seen.includes(seq)) faults.push(`entry ${seq} was shown twice`);
      else if (seq <= (seen.at(-1) ?? 0)) faults.push(`entry ${seq} was shown after a later one`);
      if (seq > frame.watermark) faults.push(`entry ${seq} was shown before the watermark passed it`);
      seen.push(seq);
    }
    watermark = frame.watermark;
  }
  const missed = told.all().filter((seq) => !seen.includes(seq) && seq <= watermark);
  faults.push(...missed.map((seq) => `entry ${seq} was passed over`));
  const unseen = toTheEnd ? told.all().filter((seq) => seq > watermark) : [];
  faults.push(...unseen.map((seq) => `entry ${seq} was never shown`));
  return faults;
}

/** Of several requests that a turn covers the last gets the replies, the others none; a repetition gets the same. */
function checkAnswers({ sent }: Story, { entries }: Stored, told: Told): readonly string[] {
  const faults: string[] = [];
  const turns = turnsOf(entries);
  for (const { key, acknowledged, answers } of sent) {
    const seq = entries.find((entry) => entry.key === key)?.seq;
    const turn = turns.find(({ from, to }) => seq !== undefined && from <= seq && seq <= to);
    if (!acknowledged || seq === undefined || turn === undefined) continue;
    const expected =
      turn.answers === seq ? Array.from({ length: turn.replies }, (_, index) => turn.at + 1 + index) : [];
    if (answers.length === 0) faults.push(`message ${key} was acknowledged without an answer`);
    for (const answer of answers) {
      const found = answer.map((shown) => told.entry(shown));
      faults.push(...found.flatMap((each) => each.faults));
      const got = found.map((each) => each.seq);
      if (got.join() !== expected.join())
        faults.push(`message ${key} was answered with [${got.join()}] in place of [${expected.join()}]`);
    }
  }
  return faults;
}

/** At least once, the first time in order; what was skipped or given up may be missing. */
function checkPushed({ pushed }: Story, { deliveries, entries }: Stored, told: Told): readonly string[] {
  const faults: string[] = [];
  const seen = new Set<number>();
  let newest = 0;
  for (const shown of pushed) {
    const { seq, faults: found } = told.entry(shown);
    faults.push(...found);
    if (seen.has(seq)) continue;
    seen.add(seq);
    if (seq < newest) faults.push(`entry ${seq} was pushed after a later one`);
    newest = Math.max(newest, seq);
  }
  for (const { seq, status } of deliveries) {
    if (status === 'sent' && !seen.has(seq)) faults.push(`entry ${seq} counts as sent and never arrived`);
    if (status === 'failed') faults.push(`entry ${seq} was given up`);
  }
  const recorded = new Set(deliveries.map(({ seq }) => seq));
  for (const seq of seen) if (!recorded.has(seq)) faults.push(`entry ${seq} was pushed without a record`);
  for (const { seq, who, audience, inline } of entries)
    if (who !== 'customer' && audience === 'customer' && inline !== true && !recorded.has(seq))
      faults.push(`entry ${seq} has no delivery record`);
  return faults;
}
