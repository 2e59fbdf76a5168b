"""How far our reading agrees with that of others, over the folder of real data beside the project.

What differs is listed in ``known/``, kind by kind, each with the reason why ours stays as it is. A difference that is
not listed fails, and so does a listed one that occurs no more.
"""
