import { startFaultProxy } from '@rittdoc-batch/test-services'
import type { Address, Place } from './place/place.ts'
import type { Death } from './play-story.ts'

/** Watches the bytes between a world and its server. */
export interface ByteWatch {
  /** What the world connects to; undefined: the server itself. */
  readonly through: Address | undefined
  /** Runs a life; where its death is a matter of bytes, `watch` gets what kills it when so many have passed. */
  during<T>(death: Death, life: (watch: (kill: () => void) => void) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Puts a proxy before the server of a place, if one of the deaths needs it. The server gets exactly so many bytes. */
export async function deathByBytes(place: Place, deaths: readonly Death[]): Promise<ByteWatch> {
  const isNeeded = deaths.some((death) => 'afterBytes' in death)
  if (!isNeeded || place.server === undefined) {
    return { through: undefined, during: (_, life) => life(() => {}), close: async () => {} }
  }
  let strike = () => {}
  const proxy = await startFaultProxy({ ...place.server, onStrike: () => strike() })
  return {
    through: { host: proxy.host, port: proxy.port },
    async during(death, life) {
      if ('afterBytes' in death) await proxy.set({ kind: 'stall', ...death })
      try {
        return await life((kill) => {
          strike = kill
        })
      } finally {
        strike = () => {}
        proxy.drop() // the server learns of the death as from a process that is gone
        await proxy.set({ kind: 'none' })
      }
    },
    close: () => proxy.close(),
  }
}
