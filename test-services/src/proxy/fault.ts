/** Which way bytes go through a proxy. */
export type Direction = 'toServer' | 'toClient'

/** Where in a stream a fault strikes. */
export interface Strike {
  /** How many more bytes pass in each direction before it does, counted from when the fault was set. @default 0 */
  readonly afterBytes?: number
  /** The only direction whose bytes are counted. @default both, each for itself */
  readonly direction?: Direction
}

/** What a {@link FaultProxy} does to the connections that it carries, those that stand and those to come. */
export type Fault =
  /** Everything passes. */
  | { readonly kind: 'none' }
  /** Nothing listens any more; connections that stand go on. */
  | { readonly kind: 'refuse' }
  /** Both ends see an orderly end of the connection. */
  | ({ readonly kind: 'cut' } & Strike)
  /** Both ends see a reset. */
  | ({ readonly kind: 'reset' } & Strike)
  /** Connections stay open and nothing passes any more, in either direction, for ever. */
  | ({ readonly kind: 'stall' } & Strike)
  /** Each direction of each connection carries so much. */
  | { readonly kind: 'throttle'; readonly bytesPerSecond: number }
  /** Bytes arrive so much later, as over a long line; all of them do. */
  | { readonly kind: 'delay'; readonly delayMs: number }
