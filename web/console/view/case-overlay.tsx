import { useState } from 'preact/hooks';
import type { Ending } from '../model/api.ts';
import { ApiError, codeOf } from '../model/call.ts';
import { useWords } from './context.ts';
import { rightOffers, textOffers, turnOf } from './offers.ts';
import type { Overlay } from './overlay.ts';
import { Palette } from './parts/palette.tsx';
import { nextDue, type Hands } from './runs.ts';
import { AssignSheet } from './sheets/assign.tsx';
import { ConfirmSheet } from './sheets/confirm.tsx';
import { LabelsSheet } from './sheets/labels.tsx';
import { PrioritySheet } from './sheets/priority.tsx';
import { ResolveSheet, type Trouble } from './sheets/resolve.tsx';
import { SnoozeSheet } from './sheets/snooze.tsx';

interface CaseOverlayProps {
  readonly hands: Hands;
  readonly overlay: Overlay & { readonly caseId: string };
  readonly onClose: () => void;
}

/** The sheets of a case. Each closes first and then does its work; what fails is said at the case. */
export function CaseOverlay({ hands, overlay, onClose }: CaseOverlayProps) {
  const words = useWords();
  const { desk, state, helpers, files, writer, open } = hands;
  const { api } = desk;
  const { caseId } = overlay;
  // The case as it was when the sheet was opened: a colleague's change must not pull it away.
  const [item] = useState(state.cases.get(caseId));
  if (item === undefined) return null;
  const change = (run: () => Promise<unknown>): void => {
    onClose();
    void desk.act(caseId, 'change', run);
  };

  switch (overlay.kind) {
    case 'texts':
      return (
        <Palette
          label={words.say('texts.find')}
          offers={textOffers(helpers, (text) => writer.current?.insert(text), words)}
          onClose={onClose}
        />
      );
    case 'wrong':
      return (
        <Palette
          label={words.say('wrong.find')}
          offers={rightOffers(
            state,
            caseId,
            overlay.seq,
            (right) => {
              // What was understood stands with the turn, not with the line.
              const seq = turnOf(state, caseId, overlay.seq)?.seq ?? overlay.seq;
              change(() => api.feedback(caseId, { seq, ...(right !== undefined && { right }) }));
            },
            words,
          )}
          onClose={onClose}
        />
      );
    case 'askFile':
      return (
        <ConfirmSheet
          title={words.say('files.askTitle')}
          text={words.say('files.askText')}
          action={words.say('files.ask')}
          onConfirm={() => {
            onClose();
            void desk.act(caseId, 'change', () => api.askForFiles(caseId, true)).then(files.reload);
          }}
          onClose={onClose}
        />
      );
    case 'deleteFile':
      return (
        <ConfirmSheet
          title={words.say('files.deleteTitle')}
          text={words.say('files.deleteText', { name: overlay.file.name })}
          action={words.say('files.delete')}
          grave
          onConfirm={() => {
            onClose();
            // The button goes with its file: the focus stays near.
            const near = files.files.length > 1 ? 'files' : 'conversation';
            setTimeout(() => document.getElementById(near)?.focus());
            void desk.act(caseId, 'change', () => api.deleteFile(caseId, overlay.file.id)).then(files.reload);
          }}
          onClose={onClose}
        />
      );
    case 'snooze':
      return <SnoozeSheet onSnooze={(until) => change(() => api.snooze(caseId, until))} onClose={onClose} />;
    case 'priority':
      return (
        <PrioritySheet
          item={item}
          onChoose={(priority) => change(() => api.change(caseId, { priority }))}
          onClose={onClose}
        />
      );
    case 'labels':
      return (
        <LabelsSheet
          item={item}
          info={state.info}
          onSave={(labels) => change(() => api.change(caseId, { labels }))}
          onClose={onClose}
        />
      );
    case 'assign':
      return (
        <AssignSheet
          item={item}
          state={state}
          onAssign={(to, word) => change(() => api.transfer(caseId, to, word))}
          onClose={onClose}
        />
      );
    case 'resolve': {
      const resolve = async (ending: Ending): Promise<Trouble | null> => {
        const next = nextDue(state);
        const troubles: Trouble[] = [];
        await desk.act(caseId, 'resolve', () =>
          api.resolve(caseId, ending).catch((error: unknown) => {
            troubles.push({ code: codeOf(error), findings: error instanceof ApiError ? error.findings : [] });
            throw error;
          }),
        );
        if (troubles[0] !== undefined) return troubles[0];
        onClose();
        if (overlay.next && next !== null) open(next.id);
        // The button is gone: the focus goes where the next step is.
        else setTimeout(() => document.getElementById('next')?.focus());
        return null;
      };
      return (
        <ResolveSheet
          item={item}
          info={state.info}
          next={overlay.next}
          line={overlay.line}
          onResolve={resolve}
          onClose={onClose}
        />
      );
    }
    default:
      return null;
  }
}
