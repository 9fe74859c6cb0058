import { Search } from 'lucide';
import { Fragment } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { findOffers, type Offer } from '../../keys/find.ts';
import { useWords } from '../context.ts';
import { Icon } from './icon.tsx';
import { useModal } from './use-modal.ts';

interface PaletteProps {
  readonly label: string;
  readonly offers: readonly Offer[];
  /** What is searched for elsewhere while somebody types. */
  readonly onType?: (typed: string) => void;
  readonly onClose: () => void;
}

/** As many as one reads. */
const limit = 60;

/** Finds everything by typing: a field and the list of what fits, the arrows choose, Enter does it. */
export function Palette({ label, offers, onType, onClose }: PaletteProps) {
  const words = useWords();
  const place = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  useModal(place);
  const found = findOffers(offers, typed, limit);
  const chosen = Math.min(at, found.length - 1);
  useEffect(() => {
    document.getElementById(`offer-${chosen}`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen, typed]);

  const run = (offer: Offer | undefined): void => {
    if (offer === undefined) return;
    // First closed, so that the focus goes where the offer puts it.
    place.current?.close();
    offer.run();
  };
  const onKey = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setAt((chosen + step + found.length) % found.length);
    } else if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault();
      run(found[chosen]);
    }
  };
  return (
    <dialog class="palette" ref={place} aria-label={label} closedby="any" onClose={onClose}>
      <div class="palette-field">
        <Icon of={Search} />
        <input
          type="text"
          data-first
          role="combobox"
          aria-expanded="true"
          aria-controls="offers"
          aria-autocomplete="list"
          aria-label={label}
          {...(found.length > 0 && { 'aria-activedescendant': `offer-${chosen}` })}
          placeholder={label}
          autocomplete="off"
          spellcheck={false}
          value={typed}
          onInput={(event) => {
            setTyped(event.currentTarget.value);
            setAt(0);
            onType?.(event.currentTarget.value);
          }}
          onKeyDown={onKey}
        />
      </div>
      <div class="palette-list" id="offers" role="listbox" aria-label={label} tabIndex={-1}>
        {found.map((offer, index) => (
          <Fragment key={offer.id}>
            {found[index - 1]?.group !== offer.group && (
              <div class="palette-group" role="presentation">
                {offer.group}
              </div>
            )}
            <div
              class="offer"
              id={`offer-${index}`}
              role="option"
              aria-selected={index === chosen}
              onClick={() => run(offer)}
              onPointerMove={() => {
                if (index !== chosen) setAt(index);
              }}
            >
              <span class="offer-title">{offer.title}</span>
              {offer.hint !== '' && <span class="offer-hint">{offer.hint}</span>}
              {offer.keys.length > 0 && (
                <span class="offer-keys">
                  {offer.keys.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </span>
              )}
            </div>
          </Fragment>
        ))}
        {found.length === 0 && <p class="palette-none">{words.say('palette.none')}</p>}
      </div>
    </dialog>
  );
}
