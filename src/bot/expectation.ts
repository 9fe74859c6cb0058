import type { Expectation } from '../handoff/outlook.ts';
import type { Voice } from './voice.ts';

/** A day and a time as they are said, on the bank's clock. */
function momentIn(due: number, language: Voice['language']): string {
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'de-DE', {
    timeZone: 'Europe/Berlin',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
  });
  const said = format.format(due);
  return language === 'en' ? said : `${said} Uhr`;
}

/** The place in the queue and the wait, as far as there is something to say. */
export function sayPlace(voice: Voice, { ahead, minutes }: Expectation): readonly string[] {
  const place =
    ahead === 0
      ? []
      : [ahead === 1 ? voice.phrase('handoff.ahead.one') : voice.phrase('handoff.ahead.many', { ahead })];
  const wait =
    minutes === null
      ? []
      : [minutes === 1 ? voice.phrase('handoff.estimate.one') : voice.phrase('handoff.estimate.many', { minutes })];
  const told = [...place, ...wait];
  return told.length === 0 ? [] : [told.join(' ')];
}

/** What is said to somebody who is handed over: who comes, or honestly by when an answer will be there. */
export function sayExpectation(voice: Voice, expected: Expectation | null): readonly string[] {
  if (expected === null || expected.open)
    return [voice.phrase('handoff.started'), ...(expected === null ? [] : sayPlace(voice, expected))];
  return [
    voice.phrase('handoff.closed'),
    voice.phrase('handoff.promise', { when: momentIn(expected.due, voice.language) }),
  ];
}
