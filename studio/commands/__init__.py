"""What the commands of `studio` do, one file a subject; the main process's only thread. studio/cli.py holds their options and help.

Each function raises BadInput for what the person can mend; `outcome.guarded` turns that into exit code 2.
Heavy imports stay inside the functions, so that `studio --help` answers at once.
"""
