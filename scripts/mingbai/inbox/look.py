"""All files of an inbox, read out of git and set against the lists of the same commit."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from ..areas import Tree, scan
from ..forge.parcel import Parcel, Proposal, Refusal
from ..forge.words import code
from ..git import Repo
from ..proposal.commits import NoProposal, lay
from . import words
from .reading import Read, read
from .shelf import Shelf
from .uploads import uploads


def look(repo: Repo, commit: str, base: str, as_of: date) -> Parcel:
    """What the inbox of a commit would change: a proposal a file.

    With ``base`` only the files that are new since then count, and they are one proposal
    together, each set against what the one before it changed.
    """
    with TemporaryDirectory() as folder:
        lists, aside = Path(folder) / "lists", Path(folder) / "aside"
        found = repo.folder(commit, "lists")
        if found is None:
            raise NoProposal(f"{commit[:12]} 里没有 lists")
        lay(found, lists)
        aside.mkdir()
        shelf, every = Shelf(lists, as_of), list[Read]()
        for upload in uploads(repo, commit, base):
            every.append(read(repo, upload, shelf, aside))
            if base and every[-1].good:
                shelf = shelf.with_(every[-1].texts)
        tree = scan(lists)
        good = [one for one in every if one.good]
        groups = [good] if base and good else [[one] for one in good]
        refused = tuple(
            Refusal(one.upload.path, one.upload.name, words.text(one, tree)) for one in every if not one.good
        )
        return Parcel(tuple(_proposal(group, tree) for group in groups), refused)


def _proposal(group: Sequence[Read], tree: Tree) -> Proposal:
    texts = {shown: text for one in group for shown, text in one.texts.items()}
    several = len(group) > 1
    said = [(f"{code(one.upload.path)}\n\n" if several else "") + words.text(one, tree) for one in group]
    titles = [words.title(one, tree) for one in group]
    return Proposal(tuple(one.upload.path for one in group), texts, ";".join(titles), "\n\n".join(said))
