import { type BadBook, kept, refused } from './bad-book.ts'
import { noise } from './bad-epub-content.ts'
import { epub } from './epub-parts.ts'
import { rawPdf } from './raw-pdf.ts'
import { rawZip } from './raw-zip.ts'

/** Files that are something else than their name says. */
export function wrongFiles(): BadBook[] {
  const unsupported = refused('unsupported')
  const begins = (name: string, text: string): BadBook => ({
    name,
    bytes: Buffer.concat([Buffer.from(text, 'latin1'), Buffer.alloc(500)]),
    expected: unsupported,
  })
  const word = rawZip([
    { name: '[Content_Types].xml', data: '<Types/>' },
    { name: 'word/document.xml', data: '<w/>' },
  ])
  return [
    { name: 'wrong-empty.pdf', bytes: Buffer.alloc(0), expected: 'passed over' },
    { name: 'wrong-one-byte.epub', bytes: Buffer.from('P'), expected: unsupported },
    { name: 'wrong-zeros.epub', bytes: Buffer.alloc(1_000_000), expected: unsupported },
    { name: 'wrong-noise.pdf', bytes: noise(100_000), expected: unsupported },
    { name: 'wrong-epub-called.pdf', bytes: epub(), expected: kept('wrong_extension') },
    { name: 'wrong-pdf-called.epub', bytes: rawPdf(), expected: kept('wrong_extension') },
    { name: 'wrong-word.epub', bytes: word, expected: refused('corrupt') },
    begins('wrong-error-page.pdf', '<!DOCTYPE html><title>503 Service Unavailable</title>'),
    begins('wrong-xml.epub', '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'),
    begins('wrong-text.epub', 'Dear publisher, please find attached'),
    begins('wrong-escape-codes.pdf', '\u001b[2J\u001b]0;forged\u0007\r2026-01-01 ERROR forged\n'),
    begins('wrong-jpeg.pdf', '\u00ff\u00d8\u00ff\u00e0\u0000\u0010JFIF'),
    begins('wrong-rar.epub', 'Rar!\u001a\u0007\u0000'),
    begins('wrong-7z.epub', '7z\u00bc\u00af\u0027\u001c'),
    begins('wrong-gzip.epub', '\u001f\u008b\u0008\u0000'),
    begins('wrong-program.epub', '\u007fELF\u0002\u0001\u0001'),
    begins('wrong-script.epub', '#!/bin/sh\nrm -rf "$HOME"\n'),
    begins('wrong-kindle.epub', `${'\u0000'.repeat(60)}BOOKMOBI`),
    begins('wrong-office.pdf', '\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1'),
  ]
}
