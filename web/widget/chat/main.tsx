import { render } from 'preact';
export function mount(root: ShadowRoot): void {
  render(<p>…</p>, root);
}
