/** Who looks at a page. */
export interface Viewer {
  /** Has shown the token. */
  readonly mayChange: boolean
  /** Whether there is a token to show. */
  readonly hasToken: boolean
}
