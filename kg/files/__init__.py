"""The only room that writes, renames and deletes files, in vaults, in ``.kg``, in outputs and in the user's folders."""

from kg.files.output_files import guard, is_written, keep_only, made, replace, swept, write, write_in, write_set

__all__ = ["guard", "is_written", "keep_only", "made", "replace", "swept", "write", "write_in", "write_set"]
