"""全量名册: what the register holds and a complete roster does not. Each register says what may be done with such rows.

A sheet that can be a complete roster has a `roster`, an object like this one.
"""


class Roster:
    """What a full roster is asked about the rows it does not mention."""

    title = ""  # 表中没有、系统中在岗的人员
    columns = ()  # headers of what is shown of each
    choices = ()  # [(value, label)]; the first one is the act that needs a day
    endings = ()  # [(value, label)] of that act

    def missing(self, batch, upload):
        """[(id, [cells])] of the rows in force within the roster's area that the file does not mention."""
        raise NotImplementedError

    def end(self, pk, *, on, ending, user, reason):
        """The act: the row ends on the day. Raises ValidationError."""
        raise NotImplementedError

    def before(self, batch):
        """Before the writing: what is needed to tell movements afterwards."""

    def movements(self, batch):
        """[(place, before, came, went, after, ids of who came, ids of who went)] once all is written."""
        return []

    def names(self, ids, user):
        """{id: name} of those among the movements whom the account may see."""
        return {}
