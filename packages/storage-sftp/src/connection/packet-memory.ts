import type { SFTPWrapper } from 'ssh2'

/** The type of a message of SFTP that brings bytes of a file. */
const DATA = 103
/** Smaller pieces of memory do not matter, and may be parts of one that Node shares out. */
const LARGE_BYTES = 8_192
/** What a packet holds beside its bytes: heads and padding. */
const AROUND_BYTES = 300

/** The insides of a channel of ssh2: the message that is coming in by packets, and how far it has come. */
interface Incoming {
  readonly _pkt?: Uint8Array | undefined
  readonly _pktLen?: number
  readonly _pktPos?: number
  push(bytes: Uint8Array | null): unknown
}

/**
 * Gives the memory of packets back as soon as their bytes are copied. The collector would free it, too, but only by
 * going through all that the process holds, 40 times in a download of 256 MB, which took as long as everything else.
 * Freed is what nobody can hold any more: a packet whose bytes all went into a message of several packets, and such a
 * message when it brought bytes of a file, which readers take into buffers of their own. A channel whose insides are
 * others is left as it is.
 * @param wrapper of a connection that deciphers every packet into memory of its own
 */
export function freePackets(wrapper: SFTPWrapper): void {
  const channel = wrapper as unknown as Incoming
  const push = channel.push
  channel.push = (bytes) => {
    const { _pkt: message, _pktLen: length = 0, _pktPos: position = 0 } = channel
    const answer = push.call(channel, bytes)
    if (message?.length !== length || bytes === null || bytes.length > length - position) return answer
    free(bytes)
    if (channel._pkt !== message && message[0] === DATA) free(message)
    return answer
  }
}

/** Unless it is part of something else. */
function free({ buffer, length }: Uint8Array): void {
  const isWhole = length >= LARGE_BYTES && buffer.byteLength <= length + AROUND_BYTES
  if (isWhole && buffer instanceof ArrayBuffer) buffer.transfer(0)
}
