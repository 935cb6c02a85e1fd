"""Words and cron expressions, and the same for systemd."""

from datetime import datetime

import pytest

from workbench.errors import ParameterError
from workbench.reports.unattended.schedules.timing import cron_of, last_time, next_time, on_calendar

# The entries were laid before `systemd-analyze calendar` (systemd 252), which took all of them.
SAME = {
    "month": ["*-*-01 00:30:00"],
    "week": ["Mon *-*-* 00:30:00"],
    "day": ["*-*-* 00:30:00"],
    "0 22 13 * fri": ["*-*-13 22:00:00", "Fri *-*-* 22:00:00"],
    "*/20 8-17/3 * jan,mar mon-fri": ["Mon,Tue,Wed,Thu,Fri *-01,03-* 08,11,14,17:00,20,40:00"],
    "0 0 */10 * 1": ["Mon *-*-01,11,21,31 00:00:00"],
    "5 4 * * 0,7": ["Sun *-*-* 04:05:00"],
    "5  4\t* * SUN": ["Sun *-*-* 04:05:00"],
    "0 0 29 2 *": ["*-02-29 00:00:00"],
    "* * * * *": ["*-*-* *:*:00"],
}


@pytest.mark.parametrize("every", SAME)
def test_systemd_is_told_the_same_moments(every):
    assert on_calendar(cron_of(every)) == SAME[every]


def test_either_of_two_restricted_days_counts_as_in_cron():
    cron = cron_of("0 22 13 * fri")
    friday = next_time(cron, datetime(2026, 3, 1))
    thirteenth = next_time(cron, datetime(2026, 4, 11))
    assert (friday, thirteenth) == (datetime(2026, 3, 6, 22), datetime(2026, 4, 13, 22))


def test_next_and_last_time_enclose_the_moment():
    now = datetime(2026, 3, 4, 12)
    assert last_time(cron_of("week"), now) == datetime(2026, 3, 2, 0, 30)
    assert next_time(cron_of("week"), now) == datetime(2026, 3, 9, 0, 30)


@pytest.mark.parametrize(
    "every",
    [
        "",
        "weekly",
        "@daily",
        "* * * *",
        "0 0 * * * *",
        "0 0 31 2 *",
        "60 0 * * *",
        "0 0 L * *",
        "0 0 * * 1#2",
        "0 0 15W * *",
        "5/15 * * * *",
        "*/0 * * * *",
        "0 0 * * mon; touch broken",
        "0 0 * * *\n* * * * * touch broken",
        "0 0 * * " + "9" * 5000,
    ],
)
def test_what_not_every_cron_understands_is_refused(every):
    with pytest.raises(ParameterError, match="`--every` is"):
        cron_of(every)
