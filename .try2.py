from pathlib import Path
from syndicator.config import load
from syndicator.model import sense
from syndicator.model.rule import written, parts_of
c=load(Path("config"), environ={})
t=c.topics["international-cooperation"]
tr=sense._Trials()
orig=sense._Trials.can
def can(self, rule, *, be):
    b=self._left; v=orig(self, rule, be=be)
    if b-self._left>3000: print(b-self._left, be, v, written(rule)[:150])
    return v
sense._Trials.can=can
list(sense.faults_of(t.rule))
