import type { AnyAuthMethod } from 'ssh2'
import type { Settings } from '../settings.ts'

/** How servers ask for another password in place of one that has expired; PAM asks in the system's language. */
const ASKS_FOR_NEW = /\b(new|retype|change)\b/i

/**
 * How to log in, in the order to try: keys before passwords, which servers count failures of. `onExpired` is called when
 * the server wants another password, which is nothing to answer.
 */
export function loginMethods({ username, password, key, agent }: Settings, onExpired: () => void): AnyAuthMethod[] {
  const methods: AnyAuthMethod[] = []
  if (key !== undefined) methods.push({ type: 'publickey', username, key })
  if (agent) methods.push({ type: 'agent', username, agent })
  if (password) {
    methods.push({ type: 'password', username, password })
    methods.push({
      ...{ type: 'keyboard-interactive', username },
      prompt: (_name, _instructions, _language, prompts, finish) => {
        if (prompts.some(({ prompt }) => ASKS_FOR_NEW.test(prompt))) onExpired()
        else finish(prompts.map(() => password))
      },
    })
  }
  return methods
}
