import { Client } from 'ssh2'
import { replace, watchCallback } from './watch-method.ts'

const REQUESTS = {
  open: 'open',
  read: 'read',
  write: 'write',
  close: 'close',
  mkdir: 'mkdir',
  readdir: 'readdir',
  stat: 'stat',
  unlink: 'unlink',
  ext_openssh_rename: 'rename',
}

/** Each request to an SFTP server. The class of its channels shows with the first one. */
export function watchSftp(): void {
  const watched = new Set<object>()
  replace(Client.prototype, 'sftp', (real) => {
    return function (this: unknown, ...args) {
      const answer = args.at(-1) as (error: unknown, channel?: object) => void
      args[args.length - 1] = (error: unknown, channel?: object) => {
        const prototype: unknown = channel && Object.getPrototypeOf(channel)
        if (typeof prototype === 'object' && prototype !== null && !watched.has(prototype)) {
          watched.add(prototype)
          for (const [name, step] of Object.entries(REQUESTS)) watchCallback(prototype, name, `sftp.${step}`)
        }
        answer(error, channel)
      }
      return Reflect.apply(real, this, args)
    }
  })
}
