import type { Dialog, DialogCalendar, DialogInput, Hours, Reading, Slots } from '../src/bot/dialog-types.ts';
import { form, type Found } from './form.ts';
import { bareTopic, readWords, refused, shortened, unclear, value } from './reading/answers.ts';
import { readContact, type ReadPhone } from './reading/contact.ts';
import { readDay } from './reading/days.ts';
import { readPart, readTime } from './reading/times.ts';

export interface CallbackParts {
  /** When people of the team make calls. */
  readonly hours: Hours;
  readonly calendar: DialogCalendar;
  readonly readPhone: ReadPhone;
}

const own = ['contact.callback'];
const horizon = 14;
const mostButtons = 4;
/** A window is at least this long, and a time that the customer names begins one of it (minutes). */
const hour = 60;
const parts: readonly (readonly [number, number])[] = [
  [0, 12 * 60],
  [12 * 60, 17 * 60],
  [17 * 60, 24 * 60],
];

interface Window {
  readonly day: string;
  readonly from: number;
  readonly to: number;
}
const keyOf = ({ day, from, to }: Window): string => `${day} ${from} ${to}`;
const windowOf = (key: string): Window => {
  const [day = '', from = '0', to = '0'] = key.split(' ');
  return { day, from: Number(from), to: Number(to) };
};

/** A call back is asked for: number, topic and a window in which the team makes calls; a person calls. */
export function createCallback({ hours, calendar, readPhone }: CallbackParts): Dialog {
  /** The part of a wish in which the team makes calls and that still lies ahead; null where nothing is left. */
  const within = (day: string, from: number, to: number, now: number): Window | null => {
    const { day: today, minutes } = calendar.at(now);
    const begin = day === today ? Math.ceil((minutes + 1) / 30) * 30 : 0;
    for (const [open, close] of day < today ? [] : calendar.spans(hours, day)) {
      const window = { day, from: Math.max(from, open, begin), to: Math.min(to, close) };
      if (window.to - window.from >= hour) return window;
    }
    return null;
  };

  const ahead = (now: number): readonly string[] =>
    Array.from({ length: horizon + 1 }, (_, count) => calendar.addDays(calendar.at(now).day, count));

  const next = (now: number): readonly Window[] =>
    ahead(now)
      .flatMap((day) => parts.map(([from, to]) => within(day, from, to, now)))
      .filter((window) => window !== null)
      .slice(0, mostButtons);

  /** The window that a message names; `none` where nobody makes calls then. */
  const windowIn = (text: string, now: number, asked: boolean): Window | 'none' | null => {
    const named = readDay(text, calendar.at(now).day, calendar);
    const time = readTime(text, asked);
    const part = readPart(text);
    if (named === null && time === null && part === null)
      return asked && /egal|immer|jederzeit|wann (sie|ihr|du) (wollen|wollt|willst)|any ?time|whenever/i.test(text)
        ? (next(now)[0] ?? 'none')
        : null;
    const [from, to] = time === null ? (part ?? [0, 24 * 60]) : [time, time + hour];
    const days = named === null ? ahead(now) : [named];
    for (const day of days) {
      const window = within(day, from, to, now);
      if (window !== null && (time === null || window.from === from)) return window;
    }
    return 'none';
  };

  const readWindow = ({ choice, text, now }: DialogInput): Reading => {
    if (choice !== null) return next(now).some((window) => keyOf(window) === choice) ? value(choice) : unclear;
    const found = windowIn(text, now, true);
    if (found === null) return unclear;
    return found === 'none' ? refused('windowClosed') : value(keyOf(found));
  };
  const findWindow = ({ text, now }: DialogInput): Found => {
    const found = windowIn(text, now, false);
    if (found === null) return null;
    return found === 'none' ? { refused: 'windowClosed' } : { slots: { window: keyOf(found) } };
  };

  const told = (slots: Slots) => ({
    phone: slots['phone'] ?? '',
    topic: shortened(bareTopic(slots['topic'] ?? ''), 80),
    window: { window: windowOf(slots['window'] ?? '') },
  });

  return form({
    name: 'callback',
    intents: own,
    fields: [
      {
        name: 'phone',
        prompts: ['askPhone'],
        again: 'phoneAgain',
        buttons: [],
        read: ({ choice, text, now }) => {
          const found = choice === null ? readContact(text, readPhone) : null;
          if (found === null || found.kind === 'email') return unclear;
          if (found.kind === 'wrong') return refused('phoneWrong');
          const window = windowIn(text.replace(/[\d ()/.+-]{7,}/g, ' '), now, false);
          return value(found.value, window === null || window === 'none' ? {} : { window: keyOf(window) });
        },
        find: ({ text }) => {
          const found = readContact(text, readPhone);
          if (found?.kind === 'wrong') return { refused: 'phoneWrong' };
          return found?.kind === 'phone' ? { slots: { phone: found.value } } : null;
        },
        called: /nummer|number/i,
      },
      {
        name: 'topic',
        prompts: ['askTopic'],
        again: 'topicAgain',
        buttons: [],
        read: (input) => readWords(input, own, 3),
        called: /thema|worum|anliegen|topic|about/i,
      },
      {
        name: 'window',
        prompts: ['askWindow'],
        again: 'windowAgain',
        buttons: (_slots, now) =>
          next(now).map((window) => ({
            choice: keyOf(window),
            title: { window },
          })),
        read: readWindow,
        find: (input) => findWindow({ ...input, text: input.text.replace(/[\d ()/.+-]{7,}/g, ' ') }),
        called: /zeit|uhr|tag\b|wann|time|day|when/i,
      },
    ],
    first: () => ({ slots: {}, before: [] }),
    summary: (slots) => ({ prompt: 'summary', values: told(slots) }),
    end: (slots) => {
      const { phone, topic, window } = told(slots);
      return {
        prompts: [{ prompt: 'requested', values: { phone, window } }],
        person: 'later',
        reason: 'callback',
        details: { 'field.phone': phone, 'field.topic': topic, 'field.window': window },
      };
    },
  });
}
