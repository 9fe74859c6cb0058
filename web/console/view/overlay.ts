/** What lies over the desk at the moment. */
export type Overlay =
  | { readonly kind: 'palette' | 'help' | 'naming' | 'password' }
  | { readonly kind: 'texts' | 'assign' | 'snooze' | 'priority' | 'labels'; readonly caseId: string }
  | { readonly kind: 'resolve'; readonly caseId: string; readonly next: boolean; readonly line: boolean }
  | { readonly kind: 'wrong'; readonly caseId: string; readonly seq: number };
