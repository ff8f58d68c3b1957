"""Answers for programs that connect to a vault's graph: one set of questions, whoever asks them and however."""
