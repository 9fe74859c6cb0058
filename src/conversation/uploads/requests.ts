import { SchalterError } from '../../platform/errors.ts';
import type { Case, CaseOwner } from '../case.ts';
import type { NewEntry } from '../entry.ts';
import type { UploadsOptions } from './uploads.ts';
import { closing, opening } from './window.ts';

/** What staff may do about files: only whoever has the case. */
export interface Requests {
  readonly ask: (caseId: string, staff: CaseOwner) => Promise<void>;
  readonly stop: (caseId: string, staff: CaseOwner) => Promise<void>;
  /** The conversation of a case that `staff` has. @throws SchalterError CaseNotFound, CaseNotYours, CaseClosed */
  conversationOf(caseId: string, staff: CaseOwner): Promise<string>;
}

function demandOwn(item: Case | null, staff: CaseOwner): Case {
  if (item === null) throw new SchalterError('CaseNotFound');
  if (item.status === 'resolved') throw new SchalterError('CaseClosed');
  if (item.status !== 'active' || item.owner.userId !== staff.userId) throw new SchalterError('CaseNotYours');
  return item;
}

export function createRequests({ store, clock, askedLine }: UploadsOptions): Requests {
  /** Checked on the committed state: the case may have changed hands a moment ago. */
  const write = async (
    caseId: string,
    staff: CaseOwner,
    action: string,
    entriesFor: (item: Case) => readonly NewEntry[],
  ): Promise<void> => {
    const { conversationId, channel } = demandOwn(await store.case(caseId), staff);
    // Other platforms keep files themselves and bring them their own way.
    if (channel !== 'directline') throw new SchalterError('UploadRefused');
    await store.write(conversationId, {}, (view) => ({
      entries: entriesFor(demandOwn(view.caseOf(caseId), staff)),
      audit: [{ time: clock.now(), actor: staff.userId, action, conversationId, caseId }],
      result: undefined,
    }));
  };
  const words = (text: string): NewEntry => ({
    who: 'bot',
    audience: 'customer',
    activity: { type: 'message', text },
  });

  return {
    ask: (caseId, staff) =>
      write(caseId, staff, 'uploads.ask', ({ language }) => [
        opening(clock.now(), { id: staff.userId, name: staff.name }),
        words(askedLine(language)),
      ]),
    stop: (caseId, staff) =>
      write(caseId, staff, 'uploads.stop', () => [closing({ id: staff.userId, name: staff.name })]),
    conversationOf: async (caseId, staff) => demandOwn(await store.case(caseId), staff).conversationId,
  };
}
