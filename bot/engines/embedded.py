"""The embedded engine: a sentence encoder and word and character features, under linear heads trained at set-up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import joblib
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from scipy.special import expit, softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, SGDClassifier

from bot.engines.encoder import Encoder
from bot.engines.training import Example
from bot.entities import entities_in, language_of
from model.understanding import NO_EMERGENCY, Emergency, Level, Ranked, Understanding

FILE = "engine.joblib"
#: how sure the classifier must be to raise an emergency, and to ask whether it is one
RAISES = 0.85
ASKS = 0.7
#: a further topic is told from this confidence on
FURTHER = 0.3
LONGEST = 6_000
SEED = 7
PLAIN = str.maketrans({**dict.fromkeys("123456789", "0"), "'": None, "’": None})


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear classifier: `weights` has a row for each feature and a column for each label, in one piece of memory,
    since sparse rows are multiplied with it as it lies."""

    weights: NDArray[np.float64]
    offsets: NDArray[np.float64]

    @classmethod
    def of(cls, fitted: LogisticRegression | SGDClassifier) -> "Linear":
        return cls(np.ascontiguousarray(fitted.coef_.T), fitted.intercept_)

    def scores(self, features: NDArray[np.float32] | csr_matrix) -> NDArray[np.float64]:
        scores: NDArray[np.float64] = features @ self.weights + self.offsets
        return scores


@dataclass(frozen=True, slots=True)
class Head:
    """Two linear classifiers of the same labels, over the sentence's meaning and over its words; their mean decides."""

    labels: tuple[str, ...]
    meaning: Linear
    words: Linear

    @classmethod
    def fit(cls, vectors: NDArray[np.float32], sparse: csr_matrix, labels: Sequence[str]) -> "Head":
        """Learn at least three labels; two have one column in scikit-learn."""
        meaning = LogisticRegression(C=20.0, max_iter=300).fit(vectors, labels)
        words = SGDClassifier(loss="log_loss", alpha=3e-6, max_iter=25, tol=1e-4, random_state=SEED).fit(sparse, labels)
        return cls(tuple(map(str, meaning.classes_)), Linear.of(meaning), Linear.of(words))

    def predict(self, vectors: NDArray[np.float32], sparse: csr_matrix) -> NDArray[np.float64]:
        """Rows of probabilities, columns in the order of `labels`: one label against all others for the words."""
        each = expit(self.words.scores(sparse))
        probabilities: NDArray[np.float64] = 0.6 * softmax(
            self.meaning.scores(vectors), axis=1
        ) + 0.4 * each / each.sum(axis=1, keepdims=True)
        return probabilities


@dataclass(frozen=True, slots=True)
class Words:
    """What a text is made of: its words and pairs of words, and the letters within them, each weighed by rarity."""

    parts: tuple[TfidfVectorizer, ...]

    @classmethod
    def fit(cls, texts: Sequence[str]) -> "Words":
        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2, token_pattern=r"(?u)\b\w+\b")
        letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=3)
        plainly = list(map(plain, texts))
        return cls((words.fit(plainly), letters.fit(plainly)))

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """One row for each text."""
        plainly = list(map(plain, texts))
        return hstack([part.transform(plainly) for part in self.parts], format="csr")


class Embedded:
    """Understands messages without asking anybody."""

    def __init__(self, trained: Mapping[str, Any], levels: Mapping[str, Level]) -> None:
        self._encoder = Encoder()
        self._words: Words = trained["words"]
        self._topics: Head = trained["topics"]
        self._emergencies: Head = trained["emergencies"]
        self._trained = trained
        self._levels = levels

    def understand(self, text: str) -> Understanding:
        text = text[:LONGEST].encode("utf-8", "replace").decode("utf-8")
        if not any(map(str.isalnum, text)):
            return Understanding(text, "out_of_scope", 0.0)
        vectors, sparse = self._encoder.encode([text]), self._words.transform([text])
        topics = self._topics.predict(vectors, sparse)[0]
        order = np.argsort(topics)[::-1]
        labels = self._topics.labels
        ranked = [Ranked(labels[at], float(topics[at])) for at in order[:5]]
        return Understanding(
            text=text,
            topic=ranked[0].topic,
            confidence=ranked[0].confidence,
            topics=tuple(one for at, one in enumerate(ranked) if at == 0 or one.confidence >= FURTHER),
            emergency=self._emergency(vectors, sparse),
            entities=entities_in(text),
            language=language_of(text),
        )

    def _emergency(self, vectors: NDArray[np.float32], sparse: csr_matrix) -> Emergency | None:
        probabilities = self._emergencies.predict(vectors, sparse)[0]
        labels = self._emergencies.labels
        none = labels.index(NO_EMERGENCY)
        danger = 1.0 - probabilities[none]
        if danger < ASKS:
            return None
        probabilities[none] = 0.0
        kind = labels[int(np.argmax(probabilities))]
        level = self._levels.get(kind, Level.URGENT) if danger >= RAISES else Level.UNSURE
        return Emergency(kind, level, f"classifier {danger:.2f}")

    def save(self, folder: Path) -> None:
        """Keep what was learnt; the file appears whole or not at all."""
        folder.mkdir(parents=True, exist_ok=True)
        partial = folder / f"{FILE}.part"
        joblib.dump(dict(self._trained), partial, compress=1)
        partial.rename(folder / FILE)

    @classmethod
    def load(cls, folder: Path, levels: Mapping[str, Level]) -> "Embedded":
        """The engine that was saved here. Raises `FileNotFoundError`."""
        return cls(joblib.load(folder / FILE), levels)


def train(examples: Sequence[Example], levels: Mapping[str, Level]) -> Embedded:
    """Learn from examples; the same ones give the same engine."""
    texts = [example.text for example in examples]
    vectors = Encoder(threads=2).encode(texts)
    words = Words.fit(texts)
    sparse = words.transform(texts)
    return Embedded(
        {
            "words": words,
            "topics": Head.fit(vectors, sparse, [example.topic for example in examples]),
            "emergencies": Head.fit(vectors, sparse, [example.emergency for example in examples]),
        },
        levels,
    )


def plain(text: str) -> str:
    """Lower case, figures alike, apostrophes away: what the words are counted in."""
    return (
        "".join("0" if character.isdigit() else character for character in text.lower())
        .replace("'", "")
        .replace("’", "")
    )
