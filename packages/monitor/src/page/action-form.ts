import { type Html, html, nothing } from './html.ts'

/** A button that changes something. */
export interface Action {
  /** Where it is sent. */
  readonly to: string
  readonly text: string
  /** What the button does to what, for whoever does not see what it stands beside. */
  readonly label: string
  readonly fields?: Readonly<Record<string, string>> | undefined
  /** Asked before it is done. */
  readonly confirm?: string | undefined
}

/** A button in a form of its own; without scripts it works as a plain form. */
export function actionForm({ to, text, label, fields = {}, confirm }: Action): Html {
  const inputs = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )
  const question = confirm === undefined ? nothing : html` hx-confirm="${confirm}"`
  return html`<form class="action" method="post" action="${to}" hx-post="${to}" hx-target="#message" hx-swap="innerHTML"${question}>
${inputs}<button class="outline small" aria-label="${label}">${text}</button></form>`
}
