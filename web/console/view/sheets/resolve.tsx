import { useState } from 'preact/hooks';
import type { Ending } from '../../model/api.ts';
import type { Case, DeskInfo, Finding } from '../../model/types.ts';
import { useWords } from '../context.ts';
import { Sheet } from '../parts/sheet.tsx';
import { Trouble as TroubleLine } from '../parts/trouble.tsx';
import { Findings } from '../talk/findings.tsx';

/** Why a case could not be ended. */
export interface Trouble {
  readonly code: string;
  readonly findings: readonly Finding[];
}

interface ResolveSheetProps {
  readonly item: Case;
  readonly info: DeskInfo | null;
  /** Goes on with the next case. */
  readonly next: boolean;
  /** Begins with the last line to the customer. */
  readonly line: boolean;
  /** The code with which it failed, or null when it is done. */
  readonly onResolve: (ending: Ending) => Promise<Trouble | null>;
  readonly onClose: () => void;
}

const usual = 'solved';

/** Ends a case: how it went, what the customer reads last, and who answers next. */
export function ResolveSheet({ item, info, next, line: lineFirst, onResolve, onClose }: ResolveSheetProps) {
  const words = useWords();
  const outcomes = info?.outcomes ?? [];
  const [outcome, setOutcome] = useState(outcomes.some(({ id }) => id === usual) ? usual : (outcomes[0]?.id ?? usual));
  const [line, setLine] = useState('');
  const [announce, setAnnounce] = useState(true);
  const [failed, setFailed] = useState<Trouble | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setFailed(null);
    const words = line.trim();
    const trouble = await onResolve({ returnToBot: announce, outcome, ...(words !== '' && { line: words }) });
    setBusy(false);
    setFailed(trouble);
  };
  const heading = next ? 'resolve.titleNext' : lineFirst ? 'resolve.titleBack' : 'resolve.title';
  return (
    <Sheet title={words.say(heading)} onClose={onClose}>
      <form onSubmit={(event) => void save(event)}>
        <fieldset class="pick">
          <legend>{words.say('resolve.outcome')}</legend>
          <div class="pills">
            {outcomes.map(({ id, title }) => (
              <label key={id} class="pill">
                <input
                  type="radio"
                  name="outcome"
                  value={id}
                  checked={outcome === id}
                  {...(!lineFirst && outcome === id && { 'data-first': true })}
                  onChange={() => setOutcome(id)}
                />
                <span>{title[words.language]}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <label>
          {words.say('resolve.line')}
          <textarea
            rows={2}
            value={line}
            lang={item.language}
            placeholder={words.say('resolve.lineExample')}
            {...(lineFirst && { 'data-first': true })}
            onInput={(event) => setLine(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
              event.preventDefault();
              void save(event);
            }}
          />
        </label>
        {failed !== null && failed.findings.length > 0 ? (
          <Findings findings={failed.findings} onShow={() => undefined} />
        ) : (
          <TroubleLine code={failed?.code ?? null} name={item.owner?.name} />
        )}
        <label class="switch">
          <input type="checkbox" checked={announce} onChange={(event) => setAnnounce(event.currentTarget.checked)} />
          <span>
            {words.say('resolve.announce')}
            <span class="soft">{words.say(announce ? 'resolve.announced' : 'resolve.quiet')}</span>
          </span>
        </label>
        <div class="sheet-foot">
          <button class="primary" type="submit" disabled={busy}>
            {words.say(next ? 'resolve.saveNext' : 'resolve.save')}
          </button>
        </div>
      </form>
    </Sheet>
  );
}
