"""The rooms of a library in which more is done than asking, each opened when somebody first comes to it."""

from datetime import UTC, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING

from assistant.answer.write import House
from assistant.ports import ChatModel
from retrieval.figures.types import FigureCounts
from retrieval.library import Library

if TYPE_CHECKING:  # cases take 0.1 s to import, and asking needs none
    from assistant.answer.look import Sight
    from assistant.audits.auditing import Auditing
    from assistant.case.bedside.circuit import Circuits
    from assistant.case.bedside.house import Mind
    from assistant.case.bedside.play import Bedside
    from assistant.case.debriefing.further import Further
    from assistant.changes import Changes
    from assistant.cohorts.house import Cohorts
    from assistant.handouts.house import Handouts
    from assistant.image.marks.marking import Marking
    from assistant.image.shelf import Images
    from assistant.learner.learning import Learning
    from assistant.quiz.draft.drafting import Drafting
    from assistant.quiz.sitting.sit import Quizzes
    from assistant.statistics.groups import Groups
    from assistant.statistics.house import Statistics
    from assistant.tone.house import Toning
    from curricula.plans import Plans
    from curricula.review.reviews import Reviews
    from ui.auditwork import LocalAuditwork
    from ui.casework import LocalCasework
    from ui.draftwork import LocalDraftwork
    from ui.quizwork import LocalQuizwork


class Rooms:
    """Cases, quizzes and learning with an open library."""

    def __init__(self, library: Library, house: House, model: ChatModel | None) -> None:
        self.library = library
        self.model = model
        self._house = house

    @property
    def house(self) -> House:
        """What the owner has set for answers."""
        return self._house

    @property
    def keeps_pictures_here(self) -> bool:
        """Whether no picture is sent to the model: it is on another machine, and nobody allowed it."""
        return self._house.redacts

    def sight(self, model: ChatModel | None) -> "Sight":
        """Who may look at pictures, with `model` as the one that is asked."""
        from assistant.answer.look import Sight
        from assistant.image.gate.labels import labels_of

        encoder = self.library.figures.image_encoder
        labels = partial(labels_of, encoder) if encoder else None
        return Sight(model, not self.keeps_pictures_here, self._house.answer_tokens, labels)

    def figure_counts(self, *, read: bool = False) -> FigureCounts:
        """How many figures each document has; `read`: after reading what was not read yet."""
        return self.library.figures.read_older() if read else self.library.figures.counts()

    def casework(self) -> "LocalCasework":
        """Playing cases as this machine's own user."""
        from ui.casework import LocalCasework

        return LocalCasework(self.bedside, self._mind.prepare)

    def quizwork(self) -> "LocalQuizwork":
        """Answering items as this machine's own user."""
        from ui.quizwork import LocalQuizwork

        return LocalQuizwork(self.quizzes)

    def auditwork(self) -> "LocalAuditwork":
        """Checking answers as this machine's own user."""
        from ui.auditwork import LocalAuditwork

        return LocalAuditwork(self.audits)

    def draftwork(self) -> "LocalDraftwork":
        """Drafting items as this machine's own user."""
        from ui.draftwork import LocalDraftwork

        return LocalDraftwork(self.drafting)

    @cached_property
    def drafting(self) -> "Drafting":
        """Where items are drafted from the passages of the library; made when it is first needed."""
        from assistant.quiz.draft.house import open_drafting

        return open_drafting(
            self.library,
            self.model,
            redacts=self._house.redacts,
            tone_for=self.toning.for_objectives,
        )

    @cached_property
    def quizzes(self) -> "Quizzes":
        """Where the items of the library are answered; made when it is first needed."""
        from assistant.quiz.sitting.house import open_quizzes

        redacts = self._house.redacts
        return open_quizzes(self.library, self.cohorts.allowed, model=self.model, redacts=redacts)

    @cached_property
    def plans(self) -> "Plans":
        """The objectives, curricula and blueprints of the library; made when they are first needed."""
        from assistant.home import plans_in

        return plans_in(self.library)

    @cached_property
    def audits(self) -> "Auditing":
        """Where answers with planted errors are checked; made when it is first needed."""
        from assistant.audits.house import open_auditing

        return open_auditing(self.library)

    @cached_property
    def changes(self) -> "Changes":
        """What new editions changed for all that cites older ones; made when it is first needed."""
        from assistant.changes import Changes

        return Changes(self.library.store, lambda: self.plans)

    @cached_property
    def reviews(self) -> "Reviews":
        """Where all that is taught is reviewed before it goes live; made when it is first needed."""
        from assistant.reviews import reviews_of

        return reviews_of(self.library.store)

    @cached_property
    def handouts(self) -> "Handouts":
        """What can be put on paper; made when it is first needed."""
        from assistant.handouts.house import Handouts
        from assistant.home import cases_of

        return Handouts(self.library.store, self.plans, self.quizzes.house.bank, cases_of(self.library))

    @cached_property
    def toning(self) -> "Toning":
        """The wishes of courses on tone and form; made when they are first needed."""
        from assistant.tone.house import Toning
        from assistant.tone.keeping import Tones

        return Toning(Tones(self.library.store.engine), lambda: self.plans)

    @cached_property
    def learning(self) -> "Learning":
        """What its people learn; made when it is first needed."""
        from assistant.quiz.learnt import open_learning

        return open_learning(self.library)

    @cached_property
    def cohorts(self) -> "Cohorts":
        """The classes of the library; made when they are first needed."""
        from assistant.cohorts.house import Cohorts

        return Cohorts(self.library.store.engine)

    @cached_property
    def statistics(self) -> "Statistics":
        """What the attempts of everybody tell about items; made when it is first needed."""
        from assistant.statistics.house import Statistics

        return Statistics(self.library.store.engine)

    @cached_property
    def groups(self) -> "Groups":
        """The classes of the library as groups whose answers are compared; made when first needed."""
        from assistant.statistics.groups import Groups

        return Groups(self.statistics, self.cohorts.classes)

    @cached_property
    def marking(self) -> "Marking":
        """What is drawn on pictures; made when it is first needed."""
        from assistant.image.marks.keeping import Marks
        from assistant.image.marks.marking import Marking

        return Marking(Marks(self.library.store.engine), lambda: datetime.now(UTC))

    @cached_property
    def images(self) -> "Images":
        """The images that people of the library brought; made when it is first needed."""
        from assistant.image.shelf import Images

        return Images(self.library.store.engine)

    @cached_property
    def bedside(self) -> "Bedside":
        """Where the cases of the library are played; made when it is first needed."""
        from assistant.case.bedside.house import open_bedside

        return open_bedside(self.library, self._mind, self.cohorts.allowed)

    @cached_property
    def further(self) -> "Further":
        """What learners do after a case: items on the same, and cards of what they missed."""
        from assistant.case.bedside.house import open_further

        return open_further(self.library, self.quizzes.house.bank)

    @cached_property
    def _mind(self) -> "Mind":
        from assistant.case.bedside.house import Mind

        return Mind(
            self.library,
            self.model,
            redacts=self._house.redacts,
            tone_for=self.toning.for_objectives,
        )

    @cached_property
    def circuits(self) -> "Circuits":
        """The circuits of stations with those cases."""
        from assistant.case.bedside.circuit import Circuits

        return Circuits(self.library.store.engine, self.bedside)
