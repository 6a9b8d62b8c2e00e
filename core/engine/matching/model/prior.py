"""What we believe about good matches before any outcome was seen, as data.

A weight is the log-odds that one spread above the centre adds. Centre and spread describe pairs
drawn at random, so that the average candidate stands near zero; those of the cosines were
measured with all-MiniLM-L6-v2 on a made-up programme (python -m bench features prints them).
The sizes are judgements from the literature, not fits. Together they claim to order two candidates
of one mentee right in two of three cases (`claimed_accuracy`), because that is what features of
profiles achieved on a large real set of suggestions (.675; meaning alone was at chance). Each
weight has room to be wrong, and that room makes the interval.
"""

from dataclasses import dataclass, field
from statistics import NormalDist

import numpy as np

from core.engine.matching.comparison.features import FEATURES
from core.engine.matching.comparison.people import Floats
from core.engine.matching.model.responsiveness import Habits
from core.engine.matching.model.terms import Term


@dataclass(frozen=True, slots=True)
class Belief:
    """One feature's prior.

    Attributes:
        centre, spread: mean and standard deviation of the feature over pairs drawn at random.
        weight, doubt: mean and standard deviation of its weight, in log-odds a spread.
    """

    centre: float
    spread: float
    weight: float
    doubt: float


INTERCEPT = Belief(centre=0.0, spread=1.0, weight=-0.6, doubt=0.5)
"""A random pair is a good match in about a third of all cases, between a sixth and a half."""

BELIEFS: dict[str, Belief] = {
    # Deep-level similarity is the strongest correlate of mentoring quality, rho .38-.59 (Eby et
    # al. 2013, Psych Bull 139, cross-sectional); what both sides want to talk about is its core.
    "goals": Belief(0.22, 0.08, 0.30, 0.25),
    # Input into the match and a mentor's fitting skills relate to outcomes (Allen, Eby & Lentz
    # 2006, JAP 91:567); what is named outright counts more than what is only near in meaning.
    # The spread is wider than measured (.15): a rare full hit must not drown everything else.
    "skills": Belief(0.06, 0.25, 0.40, 0.30),
    "practice": Belief(0.13, 0.08, 0.20, 0.25),
    # Perceived similarity goes with affective trust (Ghosh 2014), interests are a small part of it.
    "interests": Belief(0.12, 0.26, 0.18, 0.20),
    # Talking at all comes first; who shares no language is ruled out by name (rules.py).
    "languages": Belief(0.90, 0.30, 0.15, 0.20),
    # Frequency of contact goes with psychosocial support, r .25 (Eby et al. 2013), and support
    # contacts are the one predictor of survival in BART (1,451 programmes).
    "availability": Belief(0.40, 0.36, 0.20, 0.20),
    "time_zone": Belief(2.0, 2.5, -0.10, 0.15),
    "meeting": Belief(0.55, 0.50, 0.12, 0.15),
    # A step or two ahead: near enough to remember, far enough to help. Custom, weak evidence.
    "seniority": Belief(0.75, 0.30, 0.15, 0.20),
    # Outside one's own department one speaks more freely. Custom; may well be wrong.
    "department": Belief(0.80, 0.40, 0.06, 0.20),
    # Nearness matters to those who meet in person; most closures are by moving or lack of time.
    "location": Belief(0.25, 0.43, 0.09, 0.15),
    # Deep-level similarity, rho .38-.59 (Eby et al. 2013): what both say matters to them and how
    # they work. Chosen from short lists, so single answers are coarse; centre and spread are those
    # of random choices of three in twelve and four in ten.
    "values": Belief(0.26, 0.23, 0.18, 0.20),
    "ways": Belief(0.40, 0.21, 0.10, 0.20),
    # The same in their own words; two sentences are little text, hence less.
    "outlook": Belief(0.28, 0.14, 0.09, 0.20),
    # Likeness in how one talks goes with perceived similarity and so with trust (Ghosh 2014).
    # Centre and spread of answers drawn at random from the five steps.
    "style": Belief(0.65, 0.14, 0.10, 0.20),
    # Personality as measured matters far less than similarity as perceived: small on purpose,
    # and off unless a programme turns it on (matching_settings.py).
    "personality": Belief(0.79, 0.08, 0.05, 0.15),
    # Choice raises perceived similarity and support, shown by drawing lots (Kendall &
    # Smith-Jentsch 2015). Most pairs are nobody's choice, and then this adds nothing; a first
    # choice counts three spreads.
    "choice": Belief(0.0, 0.33, 0.14, 0.15),
    # Mentors who want the task find it more rewarding (Parise & Forret 2008).
    "preference": Belief(0.35, 0.35, 0.12, 0.15),
}


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """What is believed about the weights now: multivariate normal.

    Attributes:
        features: their order in the arrays below; the intercept comes first, before them.
        centre, spread: how features are standardised, shape (features,).
        mean: of intercept, weights and terms, shape (1 + features + terms,).
        covariance: of the same, square.
        outcomes: how many outcomes were learned from; 0 means this is the prior.
        terms: what is made of the features besides; none in the prior.
        habits: how readily each mentor says yes, and what people's own words say about that.
    """

    features: tuple[str, ...]
    centre: Floats
    spread: Floats
    mean: Floats
    covariance: Floats
    outcomes: int = 0
    terms: tuple[Term, ...] = ()
    habits: Habits = field(default_factory=Habits)

    @property
    def cold(self) -> bool:
        """Whether nothing was learned yet: the score is only a stated belief."""
        return self.outcomes == 0


def claimed_accuracy(posterior: Posterior) -> float:
    """How often the model expects to put the better of two random candidates first, 0.5 to 1.

    With log-odds that differ by a normal of standard deviation s between random pairs, the area
    under the curve is about Phi(s / sqrt 2) (equal-variance binormal model, Hanley 1988).
    """
    spread = float(np.sqrt(np.sum(posterior.mean[1:] ** 2)))
    return NormalDist().cdf(spread / np.sqrt(2.0))


def prior() -> Posterior:
    """The stated prior over all features, weights independent of each other."""
    beliefs = [BELIEFS[name] for name in FEATURES]
    together = [INTERCEPT, *beliefs]
    return Posterior(
        features=tuple(FEATURES),
        centre=np.array([belief.centre for belief in beliefs]),
        spread=np.array([belief.spread for belief in beliefs]),
        mean=np.array([belief.weight for belief in together]),
        covariance=np.diag([belief.doubt**2 for belief in together]),
    )
