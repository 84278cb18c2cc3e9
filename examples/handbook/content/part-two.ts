import type { Part } from '../book-model.ts'

export const partTwo: Part = {
  kind: 'part',
  id: 'part-two',
  title: 'How it works',
  intro:
    'The second part opens the machine. It can be read without knowing how to program, and it is where one looks when a book did not turn up.',
  chapters: [
    {
      kind: 'chapter',
      id: 'ch-run',
      title: 'A run, step by step',
      blocks: [
        {
          p: 'A run is one pass over the storage. Books are converted while the listing still goes on, so the first package is there long before the last book is found. [Figure 1](#fig-flow) shows the way of one book.',
        },
        {
          figure: 'flow',
          id: 'fig-flow',
          caption: 'Figure 1. The way of one book through a run',
          alt: 'Eight boxes in a row: scan, record, claim, download, convert, verify, publish, settle.',
        },
        { h: 2, text: 'Scan and record', id: 'scan' },
        {
          p: 'The scan lists the folders of all publishers. It asks for pages of a thousand names, never for single files, and it does not look into `Output XML`. What it sees is recorded in the registry: new books become *pending*, books with a new version become pending again, and all the others stay as they are. A publisher whose folder cannot be listed is an error of that publisher; the others go on.',
        },
        { h: 2, text: 'Claim', id: 'claim' },
        {
          p: 'A worker claims a book before it touches it. The claim is a [lease](#term-lease): it lasts a minute and is renewed every twenty seconds. When a worker dies its leases run out, or are taken back at once when the next worker starts on the same machine. The publisher that was served least comes first, so that one large delivery does not make everybody else wait.',
        },
        { h: 2, text: 'Convert and verify', id: 'convert' },
        {
          p: 'The book is brought into a private folder and converted in a process of its own. If that process runs out of time or memory, it is ended together with everything that it started. Then the package is opened and read to the end: every file must unpack to its checksum, and `Book.XML` with all its chapters must be well-formed. A package that fails is not published.',
        },
        { h: 2, text: 'Publish and settle', id: 'publish' },
        {
          p: 'A package appears whole or not at all. It is written beside its place under another name, flushed to the disk, and moved. Only when it stands there is the book marked *completed*. [Figure 2](#fig-status) shows all that may become of it.',
        },
        {
          figure: 'status',
          id: 'fig-status',
          caption: 'Figure 2. The status of a book',
          alt: 'Pending leads to processing; processing leads to completed, to failed, or back to pending.',
        },
      ],
    },
    {
      kind: 'chapter',
      id: 'ch-fail',
      title: 'When something fails',
      blocks: [
        {
          p: 'Things fail. What matters is that every failure has a cause that is told, that nothing else is hurt by it, and that what may go better next time is tried again.',
        },
        { h: 2, text: 'Retries', id: 'retries' },
        {
          p: 'Whether a book is tried again depends on the cause. A book that is damaged, encrypted or in a format that nobody can read fails at once. Everything else is tried again after a wait that doubles each time. `max_retries: 3` means three retries after the first attempt. [Figure 3](#fig-backoff) shows the waits.^[A little chance is added to every wait, never taken away, so that books which failed together do not come back together.]',
        },
        {
          figure: 'backoff',
          id: 'fig-backoff',
          caption: 'Figure 3. The wait before each retry: 30, 60 and 120 seconds',
          alt: 'Three bars, each twice as high as the one before.',
        },
        { h: 2, text: 'Outages', id: 'outages' },
        {
          p: 'When a storage does not answer, no book is to blame. The program notices, stops claiming books, gives back those that it had begun, and ends the run with an exit code of its own. The next run goes on where this one stopped. No attempt is counted.',
        },
        { h: 2, text: 'Crashes', id: 'crashes' },
        {
          p: 'The process may be killed at any moment. What it was working on becomes due again; what it had half written under another name is swept away. A book whose worker dies three times in a row at the same step is given up, because it is probably the book that kills the worker.',
        },
        {
          table: {
            head: ['What happened', 'What becomes of the book', 'Does it count?'],
            rows: [
              ['damaged or encrypted file', 'failed', 'yes'],
              ['time or memory used up', 'tried again, then failed', 'yes'],
              ['package not valid', 'tried again, then failed', 'yes'],
              ['storage out of order', { text: 'given back', rows: 2 }, { text: 'no', rows: 2 }],
              ['told to stop'],
              ['worker killed', 'due again at once', 'yes'],
            ],
          },
          id: 'tab-failures',
          caption: 'Table 2. Failures and what follows',
        },
      ],
    },
    {
      kind: 'chapter',
      id: 'ch-registry',
      title: 'The registry',
      blocks: [
        {
          p: 'The registry is one SQLite file. It knows every book by its storage and its key, the version that was converted, and every attempt that was ever made. Any SQLite program may read it while a batch runs, see [source 1](#src-sqlite).',
        },
        { code: 'SELECT publisher, status, COUNT(*)\nFROM files\nGROUP BY publisher, status;' },
        { h: 2, text: 'Cleaning up', id: 'cleaning' },
        {
          p: 'Old rows may be deleted by hand. The registry remembers what was deleted: a book that is still in its folder is not converted again only because its row is gone.',
        },
        { h: 2, text: 'One book, one row', id: 'identity' },
        {
          p: 'A book is what lies at one key of one storage. When its content changes, the row stays and the version moves on. No clock decides what is new, so a file that arrives late, or with an old date, is not missed.',
        },
      ],
    },
  ],
}
