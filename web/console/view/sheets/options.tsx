import { useEffect, useRef } from 'preact/hooks';

/** One of a few ways to go on. */
export interface Option {
  readonly id: string;
  readonly title: string;
  readonly hint?: string;
  readonly current?: boolean;
}

/** A few options, each with its digit: one press does it. */
export function Options({ options, onChoose }: { options: readonly Option[]; onChoose: (id: string) => void }) {
  const place = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const sheet = place.current?.closest('dialog');
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.target instanceof HTMLInputElement) return;
      const chosen = /^[1-9]$/.test(event.key) ? options[Number(event.key) - 1] : undefined;
      if (chosen === undefined) return;
      event.preventDefault();
      onChoose(chosen.id);
    };
    sheet?.addEventListener('keydown', onKey);
    return () => sheet?.removeEventListener('keydown', onKey);
  });
  return (
    <ul class="options" ref={place}>
      {options.map(({ id, title, hint, current }, at) => (
        <li key={id}>
          <button
            type="button"
            aria-pressed={current}
            {...(at === 0 && { 'data-first': true })}
            onClick={() => onChoose(id)}
          >
            {at < 9 && <kbd class="wide">{at + 1}</kbd>}
            <span>{title}</span>
            {hint !== undefined && <span class="soft">{hint}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}
