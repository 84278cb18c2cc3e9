import type { Part } from '../book-model.ts'

export const partThree: Part = {
  kind: 'part',
  id: 'part-three',
  title: 'Using it',
  intro: 'The last part is about the two ways in: the command line, and the libraries underneath.',
  chapters: [
    {
      kind: 'chapter',
      id: 'ch-cli',
      title: 'The command line',
      blocks: [
        { p: 'Three commands are enough to begin with.' },
        {
          code: 'npx rittdoc-batch convert book.epub --publisher AcmeBooks\nnpx rittdoc-batch init\nnpx rittdoc-batch run',
        },
        {
          p: 'The first converts a file that you have. The second writes a configuration with every line explained. The third works through the folders that the configuration names, once. With `--schedule` it does so again and again.',
        },
        { h: 2, text: 'Looking before leaping', id: 'plan' },
        {
          p: 'The command `plan` shows what a run would do, and does nothing. The command `doctor` checks the configuration, the storage, the registry and the converter, and says what to do about what it finds.',
        },
        { h: 2, text: 'Looking back', id: 'look-back' },
        {
          list: [
            '`stats` counts books by publisher and status.',
            '`list --status failed` names the books that failed, with the reason.',
            '`show` tells everything about one book, with all its attempts.',
            '`retry` makes failed books due again.',
          ],
        },
        {
          p: 'Every command takes `--json` for programs that read its output, and ends with a number that says how it went: see [the appendix](#ap-exit).',
        },
      ],
    },
    {
      kind: 'chapter',
      id: 'ch-sdk',
      title: 'The libraries',
      blocks: [
        {
          p: 'The command line is a thin layer. Under it are three small contracts, and each of them may be filled by code of your own.',
        },
        {
          terms: [
            [
              'Storage',
              'a place that holds books and takes packages: it can list, look, download and upload;',
              'term-storage',
            ],
            ['Registry', 'the memory: it records, hands out claims, and settles them;', 'term-registry'],
            [
              'Converter',
              'whatever turns one book into one package: the one that is built in, or any program that you can start.',
              'term-converter',
            ],
          ],
        },
        {
          p: 'A `BatchProcessor` puts the three together. The package `@rittdoc-batch/testing` holds the tests that an implementation must pass, so that you can prove yours before you trust it, see [source 2](#src-docbook).',
        },
        { h: 2, text: 'A short poem about idempotence', id: 'poem' },
        {
          verse: [
            'I ran it once, I ran it twice,',
            'the second time was just as nice:',
            'no book was lost, no row was new,',
            'there simply was no more to do.',
          ],
        },
      ],
    },
  ],
}
