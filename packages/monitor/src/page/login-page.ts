import { type Html, html, nothing } from './html.ts'

/** Asks for the token. */
export function loginPage(problem: string | undefined): Html {
  return html`<section class="login"><h1>Log in</h1>
${problem === undefined ? nothing : html`<p class="banner" role="alert" id="problem">${problem}</p>`}
<form method="post" action="/login"><label>Token <input type="password" name="token" required autofocus autocomplete="current-password"${problem === undefined ? nothing : html` aria-describedby="problem" aria-invalid="true"`}></label>
<button>Log in</button></form>
<p class="quiet">It is the value of <code>monitor.token</code> in the configuration.</p></section>`
}
