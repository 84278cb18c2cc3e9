/** What a notice can be about. */
export const NOTICE_KINDS = ['failures', 'outage', 'idle', 'recovered'] as const

/**
 * One of {@link NOTICE_KINDS}. `failures`: books or listings failed in runs. `outage`: a storage is out of order. `idle`:
 * nothing was processed for a long time. `recovered`: an outage or an idle time has ended.
 */
export type NoticeKind = (typeof NOTICE_KINDS)[number]

/** Something that somebody should know. */
export interface Notice {
  readonly kind: NoticeKind
  /** One line. */
  readonly title: string
  /** Plain text, several lines. */
  readonly text: string
  readonly at: Date
  /** Machine that tells it. */
  readonly host: string
}

/** A way to reach somebody. */
export interface Channel {
  /** For log lines, such as `email`. */
  readonly name: string
  /** Rejects when it was not delivered. Called again after a while then. */
  send(notice: Notice, options: { readonly signal: AbortSignal }): Promise<void>
}
