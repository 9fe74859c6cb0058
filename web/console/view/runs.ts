import type { RefObject } from 'preact';
import type { Runs } from '../keys/use-keys.ts';
import type { Desk } from '../model/desk.ts';
import { neighbour, noFilter } from '../model/order.ts';
import { fitting } from '../model/reduce.ts';
import type { DeskState } from '../model/state.ts';
import type { Case } from '../model/types.ts';
import type { Files } from './brief/files.tsx';
import type { Helpers } from './brief/suggestions.tsx';
import type { Overlay } from './overlay.ts';
import type { Writer } from './talk/composer.tsx';

/** What the commands work with. */
export interface Hands {
  readonly desk: Desk;
  readonly state: DeskState;
  readonly helpers: Helpers;
  readonly files: Files;
  readonly writer: RefObject<Writer | null>;
  readonly lay: (overlay: Overlay) => void;
  readonly open: (caseId: string | null) => void;
}

/** The case that is due next beside the one that is open: it waits for a person, and for me or anybody. */
export function nextDue(state: DeskState): Case | null {
  const due = fitting({ ...state, view: { name: 'due', filter: noFilter, search: '' } });
  return (
    due.find(({ id, awaits, status }) => id !== state.selected && (status === 'waiting' || awaits === 'staff')) ?? null
  );
}

/** Moves through the list and between its parts. */
export function listRuns({ state, lay, open }: Hands): Runs {
  const move = (step: 1 | -1): void => {
    const next = neighbour(state.order, state.selected, step);
    if (next === null) return;
    const inList = document.activeElement?.closest('.list') != null;
    open(next);
    if (inList) document.getElementById(`row-${next}`)?.focus();
  };
  return {
    next: () => move(1),
    previous: () => move(-1),
    find: () => document.getElementById('search')?.focus(),
    palette: () => lay({ kind: 'palette' }),
    help: () => lay({ kind: 'help' }),
    back() {
      const { activeElement } = document;
      const row = state.selected === null ? null : document.getElementById(`row-${state.selected}`);
      const writing = activeElement instanceof HTMLElement && activeElement.id === 'reply';
      if (writing) activeElement.blur();
      else if (row === null || row.offsetParent === null) open(null);
      row?.focus();
    },
  };
}

/** The newest line of the assistant, of which "wrong" is said. */
function lastOfAssistant(state: DeskState, caseId: string): number | null {
  return state.threads.get(caseId)?.entries.findLast(({ who, text }) => who === 'bot' && text !== null)?.seq ?? null;
}

/** What can be done with the open case, as it stands and as far as one may. */
export function caseRuns({ desk, state, helpers, files, writer, lay }: Hands, item: Case): Runs {
  if (!desk.can('cases.work')) return {};
  const { id: caseId } = item;
  const mine = item.owner?.userId === state.me.userId && item.status === 'active';
  const free = item.status === 'waiting';
  const theirs = item.status === 'active' && !mine;
  const manages = desk.can('cases.manage');
  const seq = lastOfAssistant(state, caseId);
  const held = state.threads.get(caseId)?.held.some(({ by }) => by.userId === state.me.userId) === true;
  const take = (run: () => Promise<Case>, what: 'accept' | 'reopen') => async (): Promise<void> => {
    if ((await desk.act(caseId, what, run)) !== null) writer.current?.focus('reply');
  };
  return {
    note: () => writer.current?.focus('note'),
    ...(free && { take: () => void take(() => desk.api.accept(caseId), 'accept')() }),
    ...(theirs && manages && { take: () => void take(() => desk.api.accept(caseId, true), 'accept')() }),
    ...(item.status === 'resolved' && { take: () => void take(() => desk.api.reopen(caseId), 'reopen')() }),
    ...((mine || free) && {
      reply: () => writer.current?.focus('reply'),
      insert: () => lay({ kind: 'texts', caseId }),
      suggest: (digit: number) => {
        const found = helpers.suggestions[digit - 1];
        if (found !== undefined) writer.current?.insert(found.text);
      },
    }),
    ...(held && { undo: () => void desk.undo(caseId) }),
    ...(mine && {
      resolve: () => lay({ kind: 'resolve', caseId, next: false, line: false }),
      resolveNext: () => lay({ kind: 'resolve', caseId, next: true, line: false }),
      giveBack: () => lay({ kind: 'resolve', caseId, next: false, line: true }),
      snooze: () => {
        if (item.snoozedUntil === null) lay({ kind: 'snooze', caseId });
        else void desk.act(caseId, 'change', () => desk.api.wake(caseId));
      },
    }),
    ...((mine || free || (theirs && manages)) && { assign: () => lay({ kind: 'assign', caseId }) }),
    ...((mine || free) && {
      priority: () => lay({ kind: 'priority', caseId }),
      labels: () => lay({ kind: 'labels', caseId }),
    }),
    // Other channels bring files their own way.
    ...(mine &&
      item.channel === 'directline' &&
      files.openUntil === null && { askFile: () => lay({ kind: 'askFile', caseId }) }),
    ...(mine &&
      files.openUntil !== null && {
        endFiles: () => void desk.act(caseId, 'change', () => desk.api.askForFiles(caseId, false)).then(files.reload),
      }),
    ...(seq !== null && desk.can('feedback.give') && { wrong: () => lay({ kind: 'wrong', caseId, seq }) }),
  };
}
