/**
 * A program that does to every book what its name says, and copies those whose name says nothing. Arguments: the book, the
 * folder for results, the path of the one result.
 */
export const NASTY = `#!/bin/bash
input="$1" dir="$2" output="$3"
case "$(basename "$input" .epub)" in
  ignores-term) trap '' TERM; while :; do sleep 0.1; done ;;
  forks) for n in 1 2 3 4 5; do sleep 1000 & done; wait ;;
  escapes) setsid bash -c 'trap "" TERM; sleep 1000 & while :; do sleep 0.1; done' & (setsid sleep 1000 &); sleep 1000 ;;
  leaves) cp "$input" "$output"; sleep 1000 & setsid sleep 1000 & ;;
  eats-memory) (head -c 100000000 /dev/zero; sleep 1000) | tail -c 99999999 > /dev/null ;;
  floods-stderr) head -c 1000000 /dev/zero | tr '\\0' x >&2; echo the end >&2; exit 7 ;;
  floods-in-vain) while :; do head -c 1000000 /dev/zero | tr '\\0' x >&2; sleep 0.1; done ;;
  leaves-nothing) ;;
  leaves-litter) head -c 1000000 /dev/zero > "$dir/log.txt"; mkdir -p "$dir/a/b"; echo x > "$dir/a/b/c" ;;
  writes-two) cp "$input" "$dir/a.zip"; cp "$input" "$dir/b.zip" ;;
  writes-half) head -c 500 "$input" > "$dir/book.zip" ;;
  writes-page) echo '<html><body><h1>503 Service Unavailable</h1></body></html>' > "$dir/book.zip" ;;
  writes-empty) : > "$dir/book.zip" ;;
  writes-link) ln -s /etc/passwd "$dir/book.zip" ;;
  dies) kill -SEGV $$ ;;
  *) cp "$input" "$output" ;;
esac
`
