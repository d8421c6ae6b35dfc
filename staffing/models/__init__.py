"""People and posts of communities."""

from staffing.models.numbers import NumberSeries
from staffing.models.pay import Pay, PayScale
from staffing.models.people import Licence, Training, Worker
from staffing.models.posts import ApprovedPosts, Spell
from staffing.models.vacancies import Vacancy

__all__ = ["ApprovedPosts", "Licence", "NumberSeries", "Pay", "PayScale", "Spell", "Training", "Vacancy", "Worker"]
