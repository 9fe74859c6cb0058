import type { CustomerFile } from '../model/types.ts';

/** What lies over the desk at the moment. */
export type Overlay =
  | { readonly kind: 'palette' | 'help' | 'naming' | 'password' }
  | { readonly kind: 'texts' | 'assign' | 'snooze' | 'priority' | 'labels' | 'askFile'; readonly caseId: string }
  | { readonly kind: 'resolve'; readonly caseId: string; readonly next: boolean; readonly line: boolean }
  | { readonly kind: 'deleteFile'; readonly caseId: string; readonly file: CustomerFile }
  | { readonly kind: 'wrong'; readonly caseId: string; readonly seq: number };
