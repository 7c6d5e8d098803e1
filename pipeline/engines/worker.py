"""Reads batches of items (stdin), writes their rows (stdout): one worker process of the local engine."""

import os
import pickle
import signal
import sys
from typing import BinaryIO


def main() -> None:
    """Serve batches until the parent closes the pipe or is gone."""
    # Ctrl-C reaches the whole group; the parent decides what happens then.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever a library prints must not get between the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.stdin.buffer, answers)


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    # Loaded here, after the parent has set one BLAS thread in the environment.
    from pipeline.engines.analysis import analyse, load_from

    try:
        place, encoding = pickle.load(questions)
        nlp = load_from(place)
    except Exception as error:  # Told to the parent, which raises it there.
        send(answers, f"{type(error).__name__}: {error}")
        return
    send(answers, "")
    while True:
        try:
            items = pickle.load(questions)
        except EOFError:
            return
        send(answers, analyse(items, nlp, encoding))


def send(answers: BinaryIO, answer: object) -> None:
    pickle.dump(answer, answers, protocol=pickle.HIGHEST_PROTOCOL)
    answers.flush()


if __name__ == "__main__":
    main()
