import type { AnyAuthMethod } from 'ssh2'
import type { Settings } from '../settings.ts'

/** How to log in, in the order to try: keys before passwords, which servers count failures of. */
export function loginMethods({ username, password, key, agent }: Settings): AnyAuthMethod[] {
  const methods: AnyAuthMethod[] = []
  if (key !== undefined) methods.push({ type: 'publickey', username, key })
  if (agent) methods.push({ type: 'agent', username, agent })
  if (password) {
    methods.push({ type: 'password', username, password })
    methods.push({
      ...{ type: 'keyboard-interactive', username },
      prompt: (_name, _instructions, _language, prompts, finish) => finish(prompts.map(() => password)),
    })
  }
  return methods
}
