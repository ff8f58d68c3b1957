"""One transcript alone, where it is to give claims: its bytes in, what is found in them out, as of a note."""

from __future__ import annotations

import msgspec

from kg.assembly.notes.analyse_note import AnalysisTask, Findings, Local, analyse_note, gathered
from kg.extract.analysis_packing import encode as pack
from kg.model import NoteFacts
from kg.model.transcript import Transcript, is_candidate
from kg.transcripts.read_transcript import read_transcript
from kg.transcripts.spoken_analysis import spoken_analysis


def analyse_source(task: AnalysisTask) -> Findings:
    """Read and analyse a note or a transcript; nothing in it can make this raise. Runs in worker processes."""
    return analyse_transcript(task) if is_candidate(task.path) else analyse_note(task)


def analyse_transcript(task: AnalysisTask) -> Findings:
    """Read and analyse one transcript; a file that is none says nothing."""
    heard = read_transcript(task.path, task.data, with_places=True) or Transcript(task.path, "", "txt", "", (), 0.0)
    found = spoken_analysis(heard, task.model, task.others)
    told = NoteFacts(found.path, found.title, heard.sha256, channel=found.channel, language=found.language)
    local = Local(page=None, facts=told, times=found.times, problems=found.problems, **gathered(found, told, None))
    return Findings(found.path, task.key(), msgspec.msgpack.encode(local), pack(found))
