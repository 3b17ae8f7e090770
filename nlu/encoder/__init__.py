"""A small sentence encoder that has read how people in Morocco write.

It is multilingual-e5-small (Microsoft, MIT licence), cut to its lower layers and to the pieces
of Arabic and Latin words, and tuned on the examples of `nlu/data`. `encoder.npz` is the result;
`tune.py` makes it; docs/nlu.md says when that is worth doing again.
"""
