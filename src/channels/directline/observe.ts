/** What happens here that is worth counting. */
type DirectLineEvent =
  | 'token.new'
  | 'token.resumed'
  | 'conversation.begun'
  | 'conversation.erased'
  | 'activity.kept'
  | 'activity.duplicate'
  | 'file.kept'
  | 'file.refused'
  | 'limited'
  | 'socket.opened'
  | 'socket.closed'
  /** A reader that did not keep up was cut off. */
  | 'socket.slow';

export type ObserveDirectLine = (event: DirectLineEvent) => void;
