import type { Runs } from '../keys/use-keys.ts';
import { useWords } from './context.ts';
import { CaseList } from './list/case-list.tsx';
import { nextDue, type Hands } from './runs.ts';
import { Conversation } from './talk/conversation.tsx';
import { Welcome } from './talk/welcome.tsx';

interface CasesViewProps {
  readonly hands: Hands;
  readonly runs: Runs;
  readonly letters: boolean;
}

/** List, conversation, brief. */
export function CasesView({ hands, runs, letters }: CasesViewProps) {
  const words = useWords();
  const { desk, state, helpers, files, writer, open, lay } = hands;
  const selected = state.selected === null ? undefined : state.cases.get(state.selected);
  const failed = state.selected === null ? undefined : state.work.get(state.selected);
  const gone = selected === undefined && failed?.kind === 'failed' ? failed.code : null;
  const next = nextDue(state);
  return (
    <main class="floor">
      <h1 class="unseen">Schalter</h1>
      <CaseList desk={desk} state={state} letters={letters} onOpen={open} />
      <section class="stage" id="conversation" tabIndex={-1} aria-label={words.say('conversation.label')}>
        {selected === undefined ? (
          <Welcome waiting={next} loaded={state.loaded} gone={gone} onOpen={open} onBack={() => open(null)} />
        ) : (
          <Conversation
            key={selected.id}
            desk={desk}
            item={selected}
            state={state}
            helpers={helpers}
            files={files}
            writer={writer}
            runs={runs}
            letters={letters}
            next={next?.id ?? null}
            onOpen={open}
            onDelete={(file) => lay({ kind: 'deleteFile', caseId: selected.id, file })}
            onWrong={(seq) => lay({ kind: 'wrong', caseId: selected.id, seq })}
          />
        )}
      </section>
    </main>
  );
}
